import type { Vantage } from '../../../cluster/cluster.ts';
import type { StepContext } from '../../step.ts';
import type { DnsAnswer, RecordType } from './dig-answer.ts';
import type { ResolverSettings } from './resolver-settings.ts';

/** A name to look up. */
export interface Question {
  name: string;
  type: RecordType;
  /** Complete the name with the place's search list. */
  search: boolean;
}

/** A question with all that was asked for it. */
export interface Lookup {
  question: Question;
  /** getent tells found from not found and no more. */
  tool: 'dig' | 'getent';
  answers: DnsAnswer[];
}

/** Where questions are asked. */
export interface Asking {
  context: StepContext;
  vantage: Vantage;
  settings: ResolverSettings;
  /** What the programs were called with and printed, for the evidence. */
  texts: string[];
}
