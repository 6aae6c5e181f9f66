import type { RunEvent, StepEnd } from '../../runner/core/events.ts';
import { columnsOf } from '../../runner/core/frame.ts';
import type { PlannedScenario, PlannedStep, StepRecord } from '../../runner/core/result.ts';
import { oneLine } from '../shared/escape.ts';
import { type Layout, notRunLines, stepLines, troubleLines } from './lines.ts';
import { cut, wrap } from './wrap.ts';

/** The lines of one scenario that are not written yet. */
interface Block {
  id: string;
  title: string;
  lines: string[];
  notRun: StepRecord[];
  begun: boolean;
}

export interface Transcript {
  /** Returns the lines to write now; they are never redrawn. */
  add(event: RunEvent): string[];
  /** Returns the lines that are still held back. */
  flush(): string[];
}

/**
 * Turns the events of scenarios into lines that stay readable when scenarios run side by side: the lines of a scenario
 * that runs alone come at once; of several, each comes as one block when it ends.
 */
class ConsoleTranscript implements Transcript {
  readonly #layout: Layout;
  readonly #inner: Layout;
  readonly #planned = new Map<string, PlannedScenario>();
  readonly #titles = new Map<string, string>();
  readonly #running = new Map<string, Block>();
  /** The scenario whose lines were written last: they go on without a heading. */
  #last: string | undefined;

  constructor(layout: Layout) {
    this.#layout = layout;
    this.#inner = { ...layout, width: layout.width - 2 };
  }

  add(event: RunEvent): string[] {
    switch (event.type) {
      case 'run:start':
        for (const scenario of event.plan) this.#planned.set(scenario.id, scenario);
        return [];
      case 'scenario:start':
        this.#running.set(event.scenario, { ...this.#blockOf(event.scenario), title: event.title });
        return [];
      case 'step:start':
        this.#titles.set(`${event.scenario}\n${event.step}`, event.title);
        return [];
      case 'step:end':
        return this.#addStep(event);
      case 'trouble':
        if (event.scenario !== undefined)
          return this.#append(this.#blockOf(event.scenario), troubleLines(event.trouble, this.#inner));
        this.#last = undefined;
        return ['', ...troubleLines(event.trouble, this.#layout)];
      case 'scenario:end': {
        const block = this.#blockOf(event.scenario);
        this.#running.delete(event.scenario);
        return this.#finish(block);
      }
      default:
        return [];
    }
  }

  flush(): string[] {
    return [...this.#running.values()].flatMap((block) => this.#finish(block));
  }

  #addStep({ scenario, step: id, result }: StepEnd): string[] {
    const block = this.#blockOf(scenario);
    const step = { planned: this.#stepOf(scenario, id), result };
    if (result.outcome !== 'not-run' || !this.#running.has(scenario))
      return this.#append(block, stepLines(step, this.#inner));
    block.notRun.push(step);
    return [];
  }

  #blockOf(id: string): Block {
    const title = this.#planned.get(id)?.title ?? id;
    return this.#running.get(id) ?? { id, title, lines: [], notRun: [], begun: false };
  }

  #stepOf(scenario: string, id: string): PlannedStep {
    const title = this.#titles.get(`${scenario}\n${id}`) ?? id;
    const step = this.#planned.get(scenario)?.steps.find((each) => each.id === id);
    return step ?? { id, kind: '', title, file: '', line: 0 };
  }

  #append(block: Block, lines: string[]): string[] {
    this.#settle(block);
    block.lines.push(...indent(lines));
    const isAlone = this.#running.size === 0 || (this.#running.size === 1 && this.#running.has(block.id));
    return isAlone ? this.#write(block) : [];
  }

  #finish(block: Block): string[] {
    this.#settle(block);
    return this.#write(block);
  }

  /** Turns the steps that did not run into lines of the block. */
  #settle(block: Block): void {
    block.lines.push(...indent(notRunLines(block.notRun, this.#inner)));
    block.notRun = [];
  }

  #write(block: Block): string[] {
    if (block.lines.length === 0) return [];
    const heading = this.#last === block.id ? [] : ['', ...headingLines(block, this.#layout)];
    this.#last = block.id;
    block.begun = true;
    return [...heading, ...block.lines.splice(0)];
  }
}

export const makeTranscript = (layout: Layout): Transcript => new ConsoleTranscript(layout);

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
