import type { Engine } from '../engine/engine.ts';
import { messageOf, statusOf } from '../engine/engine.ts';

/** The name that testcontainers uses for an image: it may prepend the name of a mirror. */
const nameOf = async (image: string): Promise<string> => {
  const { ImageName } = await import('testcontainers');
  return ImageName.fromString(image).string;
};

/** Whether the local engine has an image. */
export const hasImage = async ({ docker }: Engine, image: string): Promise<boolean> => {
  try {
    await docker.getImage(await nameOf(image)).inspect();
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
};

/** Finds out why a pull failed, which testcontainers' own pull does not report. */
const explainMissing = async ({ docker }: Engine, image: string): Promise<string> => {
  try {
    const stream = await docker.pull(image);
    const lines = await new Promise<{ error?: string }[]>((resolve, reject) => {
      docker.modem.followProgress(stream, (error, output: { error?: string }[]) =>
        error ? reject(error) : resolve(output),
      );
    });
    return lines.find(({ error }) => error !== undefined)?.error ?? 'the engine gave no reason';
  } catch (error) {
    return messageOf(error);
  }
};

/** Pulls an image with the user's registry credentials, unless the engine already has it. */
export const pullImage = async (engine: Engine, image: string): Promise<void> => {
  if (await hasImage(engine, image)) return;
  const { ImageName } = await import('testcontainers');
  const name = ImageName.fromString(image);
  try {
    await engine.client.image.pull(name);
  } catch (error) {
    throw new Error(`The image ${name.string} cannot be pulled: ${messageOf(error)}`, { cause: error });
  }
  if (!(await hasImage(engine, image)))
    throw new Error(`The image ${name.string} cannot be pulled: ${await explainMissing(engine, name.string)}`);
};
