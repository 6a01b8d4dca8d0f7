import { RSABSSA } from '@cloudflare/blindrsa-ts';
import { campaignKeySchema, fingerprinted, KEY_BITS, type Refusal, signatureSchema, TOKEN_BYTES } from '../wire.ts';
import { digest, fromBase64Url, toBase64Url } from './bytes.ts';
import type { KeptAs, Shelf } from './kept.ts';
import type { Server, ServerAnswer } from './server.ts';

/** Why there is no credential yet. */
export type Obstacle =
  | 'offline'
  | 'trouble'
  /** The key differs from the one that the invitation names. */
  | 'key-differs'
  /** The answer is not a signature of that key. */
  | 'altered'
  | 'used-elsewhere'
  | 'unknown-ticket'
  | 'too-late';

type Suite = ReturnType<typeof RSABSSA.SHA384.PSS.Randomized>;

const OBSTACLES: Readonly<Partial<Record<Refusal, Obstacle>>> = {
  NOT_ALLOWED: 'unknown-ticket',
  UNKNOWN: 'unknown-ticket',
  TICKET_USED: 'used-elsewhere',
  ISSUANCE_OVER: 'too-late',
  CLOSED: 'too-late',
};

/** 65537, as a JSON Web Key has it. */
const EXPONENT = 'AQAB';

/**
 * Exchanges the ticket for one blind signature (RFC 9474, RSABSSA-SHA384-PSS-Randomized). Token and blinding are stored
 * before the exchange, so that it can be repeated whatever happens.
 */
export async function obtainCredential(shelf: Shelf, server: Server, name: string): Promise<'ready' | Obstacle> {
  const kept = shelf.read(name);
  if (kept?.stage !== 'invited' && kept?.stage !== 'exchanging') return kept ? 'ready' : 'unknown-ticket';
  const suite = RSABSSA.SHA384.PSS.Randomized();
  const key = await fetchKey(server, kept.fingerprint);
  if (typeof key === 'string') return key;
  const exchanging = kept.stage === 'exchanging' ? kept : await blind(suite, key, kept);
  shelf.write(name, exchanging);
  const answer = await server.sign(exchanging.ticket, exchanging.blinded);
  if (answer.kind !== 'done') return obstacleOf(answer);
  const signature = await unblind(suite, key, exchanging, answer.body);
  if (signature === null) return 'altered';
  const { message, draft } = exchanging;
  shelf.write(name, { stage: 'ready', message, signature, draft });
  return 'ready';
}

/** The campaign's public key, if it is the one that the invitation names for this campaign. */
async function fetchKey(server: Server, fingerprint: string): Promise<CryptoKey | Obstacle> {
  const answer = await server.key();
  if (answer.kind !== 'done') return obstacleOf(answer);
  const told = campaignKeySchema.safeParse(answer.body);
  if (!told.success) return 'trouble';
  try {
    const spki = fromBase64Url(told.data.publicKey);
    const named = new TextEncoder().encode(fingerprinted(server.campaign, told.data.publicKey));
    if ((await digest(named)) !== fingerprint) return 'key-differs';
    const key = await crypto.subtle.importKey('spki', spki, { name: 'RSA-PSS', hash: 'SHA-384' }, true, ['verify']);
    const { n = '', e } = await crypto.subtle.exportKey('jwk', key);
    return e === EXPONENT && fromBase64Url(n).length === KEY_BITS / 8 ? key : 'key-differs';
  } catch {
    return 'key-differs';
  }
}

async function blind(suite: Suite, key: CryptoKey, invited: KeptAs<'invited'>): Promise<KeptAs<'exchanging'>> {
  const message = suite.prepare(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)));
  const { blindedMsg, inv } = await suite.blind(key, message);
  const [blinded, inverse] = [toBase64Url(blindedMsg), toBase64Url(inv)];
  return { ...invited, stage: 'exchanging', message: toBase64Url(message), blinded, inverse };
}

/** @returns null when the answer is not a signature of this key over our token */
async function unblind(
  suite: Suite,
  key: CryptoKey,
  { message, inverse }: KeptAs<'exchanging'>,
  answer: unknown,
): Promise<string | null> {
  try {
    const blindSignature = fromBase64Url(signatureSchema.parse(answer).signature);
    const signature = await suite.finalize(key, fromBase64Url(message), blindSignature, fromBase64Url(inverse));
    return toBase64Url(signature);
  } catch {
    return null;
  }
}

function obstacleOf(answer: Exclude<ServerAnswer, { kind: 'done' }>): Obstacle {
  return answer.kind === 'offline' ? 'offline' : (OBSTACLES[answer.why] ?? 'trouble');
}
