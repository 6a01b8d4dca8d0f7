import { Prisma } from './generated/client.ts';

/** For a query with Account as a and Workspace as w: the platform can be asked. Teams tells us how to write first. */
const CAN_BE_ASKED = Prisma.sql`(w.state = 'active' AND (w.platform = 'slack' OR a.conversation IS NOT NULL))`;

/** The same, and nothing speaks against it. */
export const CAN_BE_REACHED = Prisma.sql`(a."unreachableSince" IS NULL AND ${CAN_BE_ASKED})`;
