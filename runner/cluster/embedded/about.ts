/** Apart from the provider: help lists it without loading a simulator. */
export const about = {
  name: 'embedded',
  summary: 'simulated inside this process: no Docker, ready at once',
} as const;
