import { subHours } from 'date-fns/subHours';
import type { ChatUser } from '../../chat/address.ts';
import type { Pool } from '../../database/client.ts';
import type { Tools } from '../../feature.ts';

/** The most wrong codes in an hour, for one person and for a whole workspace. */
const MAX_WRONG = { person: 5, workspace: 100 };

/**
 * Counts wrong codes, across all processes. Who guessed is stored only as a keyed hash: they are unknown to Polsslag
 * and have consented to nothing.
 */
export function createGuessStore({ prisma }: Pool, { mark }: Pick<Tools['secrets'], 'mark'>) {
  const countOne = async (who: string, now: Date): Promise<number> => {
    const [row] = await prisma.$queryRaw<{ wrong: number }[]>`
      INSERT INTO "JoinGuess" (who, wrong, since) VALUES (${mark(who)}, 1, ${now})
      ON CONFLICT (who) DO UPDATE SET
        wrong = CASE WHEN "JoinGuess".since <= ${subHours(now, 1)} THEN 1 ELSE "JoinGuess".wrong + 1 END,
        since = CASE WHEN "JoinGuess".since <= ${subHours(now, 1)} THEN EXCLUDED.since ELSE "JoinGuess".since END
      RETURNING wrong`;
    return row?.wrong ?? 1;
  };
  return {
    /**
     * Counts a code as wrong before it is looked up, so that simultaneous guesses are all counted.
     * @returns false when there were too many: then the code must not be looked up
     */
    begin: async (by: ChatUser, now: Date): Promise<boolean> => {
      const { person, workspace } = guesserNames(by);
      const mine = await countOne(person, now);
      if (mine > MAX_WRONG.person) return false;
      return (await countOne(workspace, now)) <= MAX_WRONG.workspace;
    },
    /** Uncounts a code that was right. */
    takeBack: async (by: ChatUser): Promise<void> => {
      const { person, workspace } = guesserNames(by);
      await prisma.joinGuess.updateMany({
        where: { who: { in: [mark(person), mark(workspace)] }, wrong: { gt: 0 } },
        data: { wrong: { decrement: 1 } },
      });
    },
  };
}

function guesserNames({ platform, workspace, user }: ChatUser) {
  return { person: `${platform} ${workspace} ${user}`, workspace: `${platform} ${workspace}` };
}
