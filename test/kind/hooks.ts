import { lab } from './support/shared-lab.ts';

export const mochaHooks = {
  async afterAll(this: Mocha.Context): Promise<void> {
    this.timeout(60_000);
    await lab.close();
  },
};
