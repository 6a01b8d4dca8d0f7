import { isProofOf, proofOf } from '../../web/signed-link.ts';

/**
 * A ticket is stored as an id and its owner. The proof in it is made with Polsslag's key, so that somebody who reads
 * the database can use no ticket.
 */

const subject = (id: string) => `evaluation-ticket:${id}`;

/** The ticket behind the # of an invitation's address, a part that browsers never send to a server. */
export function ticketOf(key: Buffer, id: string): string {
  return `${id}.${proofOf(key, subject(id))}`;
}

/** The id of a ticket. @returns null when Polsslag did not make this ticket */
export function readTicket(key: Buffer, ticket: string): string | null {
  const [id = '', proof = ''] = ticket.split('.');
  return isProofOf(key, subject(id), proof) ? id : null;
}
