import { console } from './console/console.ts';
import { junit } from './junit/junit.ts';
import type { Reporter } from './reporter.ts';

/** All reporters, in the order of the help. */
export const reporters: readonly [Reporter, ...Reporter[]] = [console, junit];

/** The reporter that writes to standard output if no other does. */
export const [defaultReporter] = reporters;
