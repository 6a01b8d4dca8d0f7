import { PolsslagError } from '../errors.ts';
import { openEmbedded } from './embedded.ts';

/** A data folder that is kept for its user until it is let go of. */
interface ClaimedFolder {
  letGo(): Promise<void>;
}

/** How often it is looked whether the server is still there, in milliseconds. */
const LOOKED_AT_MS = 10_000;

/**
 * Claims the folder of an embedded database, whose server runs until it is let go of. A demonstration must have it alone,
 * for it empties the database; several processes of a deployment may share one.
 * @param lookedAtMs how often it is looked whether the server is still there
 * @throws PolsslagError UNAVAILABLE when somebody is in the way
 */
export async function claimDataFolder(
  dataDir: string,
  how: 'alone' | 'with others',
  lookedAtMs = LOOKED_AT_MS,
): Promise<ClaimedFolder> {
  const server = await openEmbedded(dataDir);
  try {
    const release = await server.claim(how);
    if (!release) {
      const who = how === 'alone' ? 'A demonstration or a start' : 'A demonstration';
      const advice = 'end that first, or choose another folder with --data-dir';
      throw new PolsslagError('UNAVAILABLE', `${who} is using the folder ${dataDir}: ${advice}.`);
    }
    let claimed: (() => Promise<void>) | null = release;
    const lookAfter = async () => {
      if (!(await server.revive()) && claimed !== null) return;
      await claimed?.();
      claimed = null;
      claimed = await server.claim(how);
    };
    let looking = Promise.resolve();
    const timer = setInterval(() => {
      // What keeps it from starting, such as a full disk, is in its log; it is tried again.
      looking = looking.then(lookAfter).catch(() => undefined);
    }, lookedAtMs);
    timer.unref();
    return {
      letGo: async () => {
        clearInterval(timer);
        await looking;
        await claimed?.();
        await server.close();
      },
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}
