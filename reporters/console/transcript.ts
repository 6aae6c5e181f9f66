import type { RunEvent } from '../../runner/core/events.ts';
import { columnsOf } from '../../runner/core/frame.ts';
import type { PlannedScenario, PlannedStep, StepRecord } from '../../runner/core/result.ts';
import { oneLine } from '../shared/escape.ts';
import { type Layout, notRunLines, stepLines, troubleLines } from './lines.ts';
import { cut, wrap } from './wrap.ts';

/** A scenario's lines that are not written yet. */
interface Block {
  id: string;
  title: string;
  lines: string[];
  notRun: StepRecord[];
  begun: boolean;
}

export interface Transcript {
  /** Lines that stand from now on. */
  add(event: RunEvent): string[];
  /** What is still held back. */
  flush(): string[];
}

/**
 * Scenario events → lines that stay readable when scenarios run side by side: while one runs alone its lines come at
 * once, and of several each comes as one block when it ends.
 */
export const makeTranscript = (layout: Layout): Transcript => {
  const planned = new Map<string, PlannedScenario>();
  const titles = new Map<string, string>();
  const running = new Map<string, Block>();
  let last: string | undefined;

  const blockOf = (id: string): Block =>
    running.get(id) ?? { id, title: planned.get(id)?.title ?? id, lines: [], notRun: [], begun: false };

  const stepOf = (scenario: string, id: string): PlannedStep =>
    planned.get(scenario)?.steps.find((step) => step.id === id) ?? {
      id,
      kind: '',
      title: titles.get(`${scenario}\n${id}`) ?? id,
      file: '',
      line: 0,
    };

  const settle = (block: Block): void => {
    block.lines.push(...indent(notRunLines(block.notRun, inner(layout))));
    block.notRun = [];
  };

  const write = (block: Block): string[] => {
    if (block.lines.length === 0) return [];
    const heading = last === block.id ? [] : ['', ...headingLines(block, layout)];
    last = block.id;
    block.begun = true;
    return [...heading, ...block.lines.splice(0)];
  };

  const append = (block: Block, lines: string[]): string[] => {
    settle(block);
    block.lines.push(...indent(lines));
    const alone = running.size === 0 || (running.size === 1 && running.has(block.id));
    return alone ? write(block) : [];
  };

  const add = (event: RunEvent): string[] => {
    switch (event.type) {
      case 'run:start':
        for (const scenario of event.plan) planned.set(scenario.id, scenario);
        return [];
      case 'scenario:start':
        running.set(event.scenario, { ...blockOf(event.scenario), title: event.title });
        return [];
      case 'step:start':
        titles.set(`${event.scenario}\n${event.step}`, event.title);
        return [];
      case 'step:end': {
        const block = blockOf(event.scenario);
        const step = { planned: stepOf(event.scenario, event.step), result: event.result };
        if (event.result.outcome !== 'not-run' || !running.has(event.scenario))
          return append(block, stepLines(step, inner(layout)));
        block.notRun.push(step);
        return [];
      }
      case 'trouble':
        if (event.scenario !== undefined)
          return append(blockOf(event.scenario), troubleLines(event.trouble, inner(layout)));
        last = undefined;
        return ['', ...troubleLines(event.trouble, layout)];
      case 'scenario:end': {
        const block = blockOf(event.scenario);
        settle(block);
        running.delete(event.scenario);
        return write(block);
      }
      default:
        return [];
    }
  };

  return {
    add,
    flush: () =>
      [...running.values()].flatMap((block) => {
        settle(block);
        return write(block);
      }),
  };
};

const inner = (layout: Layout): Layout => ({ ...layout, width: layout.width - 2 });
const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

const headingLines = ({ id, title, begun }: Block, { width, theme }: Layout): string[] => {
  const shown = oneLine(title) || oneLine(id);
  if (begun) {
    const note = '(continued)';
    return [`${theme.paint('bold', cut(shown, width - note.length - 2, theme.ellipsis))}  ${theme.paint('dim', note)}`];
  }
  const note = shown === oneLine(id) ? '' : oneLine(id);
  if (columnsOf(`${shown}  ${note}`) <= width)
    return [`${theme.paint('bold', shown)}${note ? `  ${theme.paint('dim', note)}` : ''}`];
  return [
    ...wrap(shown, width).map((line) => theme.paint('bold', line)),
    ...wrap(note, width).map((line) => theme.paint('dim', line)),
  ];
};
