import { console } from './console/console.ts';
import { junit } from './junit/junit.ts';
import type { Reporter } from './reporter.ts';

/** All reporters, in the order of the help. The first gets standard output when no other does. */
export const reporters: readonly Reporter[] = [console, junit];
