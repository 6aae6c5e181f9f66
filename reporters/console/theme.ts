import { styleText } from 'node:util';
import type { Outcome } from '../../runner/core/result.ts';
import type { ReporterOptions } from '../reporter.ts';

type Style = Parameters<typeof styleText>[0];

/** The marks and colours that a terminal can show. */
export interface Theme {
  paint(style: Style, text: string): string;
  mark(outcome: Outcome): string;
  /** The frame of a spinner at a time. */
  spinner(now: number): string;
  ellipsis: string;
  arrow: string;
}

export const outcomeStyles: Record<Outcome, Style> = {
  passed: 'green',
  failed: 'red',
  error: 'magenta',
  skipped: 'yellow',
  'not-run': 'dim',
};

const marks: Record<Outcome, string> = { passed: '✓', failed: '✗', error: '!', skipped: '○', 'not-run': '–' };
const asciiMarks: Record<Outcome, string> = { passed: '+', failed: 'x', error: '!', skipped: 'o', 'not-run': '-' };
const frames = Array.from('⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏');
const asciiFrames = Array.from('|/-\\');

export const makeTheme = ({ color, ascii = false }: Pick<ReporterOptions, 'color' | 'ascii'>): Theme => {
  const paint: Theme['paint'] = (style, text) =>
    color && text ? styleText(style, text, { validateStream: false }) : text;
  const turning = ascii ? asciiFrames : frames;
  return {
    paint,
    mark: (outcome) => paint(outcomeStyles[outcome], (ascii ? asciiMarks : marks)[outcome]),
    spinner: (now) => paint('cyan', turning[Math.floor(now / 100) % turning.length] ?? ''),
    ellipsis: ascii ? '...' : '…',
    arrow: ascii ? '>' : '›',
  };
};
