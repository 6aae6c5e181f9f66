import type { Topic } from '../row.ts';
import { serviceFields } from './service-fields.ts';
import { servicePorts } from './service-ports.ts';

/** All questions, by topic. */
export const topics: readonly Topic[] = [servicePorts, serviceFields];
