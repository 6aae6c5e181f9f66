import process from 'node:process';
import { makeLab } from '../../support/lab.ts';

/** True with `npm run test:kind -- --all`, which adds tests that take too long for every change. */
export const all = process.env['PLUMBLINE_TEST_ALL'] === '1' || process.argv.includes('--all');

/** One real cluster for all tests of a process. */
export const lab = makeLab('kind', 8_000, 20_000);
