import type { Vantage } from '../../../cluster/cluster.ts';
import type { StepContext } from '../../step.ts';
import type { DnsAnswer, RecordType } from './dig-answer.ts';
import type { ResolverSettings } from './resolver-settings.ts';

/** A name to look up. */
export interface Question {
  name: string;
  type: RecordType;
  /** Whether the name is completed with the search list of the vantage point. */
  search: boolean;
}

/** A question, and the answers for the names that it may mean. */
export interface Lookup {
  question: Question;
  /** getent only tells found from not found. */
  tool: 'dig' | 'getent';
  answers: DnsAnswer[];
}

/** The context of questions. */
export interface Asking {
  context: StepContext;
  vantage: Vantage;
  settings: ResolverSettings;
  /** The command lines and outputs of the programs, for the evidence. */
  texts: string[];
}
