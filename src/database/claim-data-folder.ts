import { PolsslagError } from '../errors.ts';
import { openEmbedded } from './embedded.ts';

/** A data folder that is kept for its user until it is let go of. */
interface ClaimedFolder {
  letGo(): Promise<void>;
}

/**
 * Claims the folder of an embedded database, whose server runs until it is let go of. A demonstration must have it alone,
 * for it empties the database; several processes of a deployment may share one.
 * @throws PolsslagError UNAVAILABLE when somebody is in the way
 */
export async function claimDataFolder(dataDir: string, how: 'alone' | 'with others'): Promise<ClaimedFolder> {
  const server = await openEmbedded(dataDir);
  try {
    const release = await server.claim(how);
    if (!release) {
      const who = how === 'alone' ? 'A demonstration or a start' : 'A demonstration';
      const advice = 'end that first, or choose another folder with --data-dir';
      throw new PolsslagError('UNAVAILABLE', `${who} is using the folder ${dataDir}: ${advice}.`);
    }
    return {
      letGo: async () => {
        await release();
        await server.close();
      },
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}
