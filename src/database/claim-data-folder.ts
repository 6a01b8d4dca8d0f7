import { PolsslagError } from '../errors.ts';
import { openEmbedded } from './embedded.ts';

/** A data folder that is claimed for its user until it is let go. */
interface ClaimedFolder {
  letGo(): Promise<void>;
}

/** How often the server is checked, in milliseconds. */
const LOOKED_AT_MS = 10_000;

/**
 * Claims the folder of an embedded database, and keeps its server running until the folder is let go. A demonstration
 * must have the folder alone, because it empties the database; several processes of a deployment may share it.
 * @param lookedAtMs how often the server is checked, in milliseconds
 * @throws PolsslagError UNAVAILABLE when somebody else uses the folder
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
      // An error, such as a full disk, is in PostgreSQL's own log; the next check tries again.
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
