import type { AnyCommand } from '../options/command.ts';
import { check } from './check.ts';
import { down } from './down.ts';
import { list } from './list.ts';
import { run } from './run.ts';
import { schema } from './schema.ts';
import { selftest } from './selftest.ts';
import { status } from './status.ts';
import { up } from './up.ts';

/** All commands, in the order of the help. */
export const commands: readonly AnyCommand[] = [run, check, list, selftest, up, status, down, schema];
