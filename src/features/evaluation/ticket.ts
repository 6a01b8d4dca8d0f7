import { isProofOf, proofOf } from '../../web/signed-link.ts';

/*
 * What is stored of a ticket is an id and whose it is; that somebody was given it is proven by our key, so that whoever
 * reads the database can use nobody's.
 */

const subject = (id: string) => `evaluation-ticket:${id}`;

/** What stands behind the # of an invitation's address, which is never sent along. */
export function ticketOf(key: Buffer, id: string): string {
  return `${id}.${proofOf(key, subject(id))}`;
}

/** @returns the id of a ticket that we gave; null for any other */
export function readTicket(key: Buffer, ticket: string): string | null {
  const [id = '', proof = ''] = ticket.split('.');
  return isProofOf(key, subject(id), proof) ? id : null;
}
