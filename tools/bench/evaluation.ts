import { constants, type KeyObject, randomBytes, sign, webcrypto } from 'node:crypto';
import { Agent, request } from 'node:http';
import { RSABSSA } from '@cloudflare/blindrsa-ts';
import { z } from 'zod';
import { startSimulators } from '../../playground/simulators.ts';
import { type Database, openDatabase } from '../../src/database/client.ts';
import { makeCampaignKey, readPrivateKey, signBlinded } from '../../src/features/evaluation/key.ts';
import { ticketOf } from '../../src/features/evaluation/ticket.ts';
import { KEY_BITS, PREFIX_BYTES, TOKEN_BYTES } from '../../src/features/evaluation/wire.ts';
import { seal } from '../../src/secrets/seal.ts';
import { KEY, processOptionsSchema } from '../chaos/process-options.ts';
import { startChild, whenLoaded } from './child.ts';
import type { Servers } from './servers.ts';
import { rounded } from './statistics.ts';
import { perSecond } from './timing.ts';

/**
 * Figures of our endpoints beside those of the library that the page uses, which is called one at a time and without a
 * server.
 */
interface EvaluationFigures {
  readonly evaluations: number;
  readonly issued_per_s: number;
  readonly library_issued_per_s: number;
  readonly issued_ratio: number;
  /** The bare private-key operation by OpenSSL, with the result checked: the least that signing costs. */
  readonly openssl_issued_per_s: number;
  readonly verified_per_s: number;
  readonly library_verified_per_s: number;
  readonly verified_ratio: number;
}

interface EvaluationSize {
  readonly evaluations: number;
  /** The library signs only a few times a second. */
  readonly librarySignatures: number;
}

const DATABASE = 'bench_evaluation';
const CONNECTIONS = 16;
const DAY_MS = 24 * 3_600_000;
const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 } as const;

const started = z.object({ url: z.string() });
const library = RSABSSA.SHA384.PSS.Randomized();

/**
 * Opens a campaign and loads one web process, which exchanges tickets and receives evaluations.
 * @returns a function that measures, to be called once; it throws Error when a request is refused
 */
export async function prepareEvaluation(
  servers: Servers,
  size: EvaluationSize,
): Promise<() => Promise<EvaluationFigures>> {
  const databaseUrl = await servers.newDatabase(DATABASE);
  const database = openDatabase(databaseUrl);
  const ours = startChild('booking-ours');
  const address = { url: '' };
  const simulators = await startSimulators({ now: () => new Date() }, () => address.url, { limits: false });
  const key = await makeCampaignKey();
  const privateKey = readPrivateKey(key.privateKey);
  const { campaign, tickets } = await addCampaign(database, key, size.evaluations);
  const blinded = tickets.map(() => blindedMessage());
  const credentials = tickets.map(() => credentialOf(privateKey));

  async function measure(): Promise<EvaluationFigures> {
    const options = processOptionsSchema.parse({
      name: 'evaluation',
      role: 'web',
      databaseUrl,
      redisUrl: servers.redisUrl,
      aheadMs: 0,
      logLevel: 'silent',
      connections: simulators.connections,
    });
    address.url = (await ours.ask('start', options, started)).url;
    const at = `${address.url}/evaluation/${campaign}`;
    const exchanges = tickets.map((ticket, index) => ({ ticket, blinded: encode(blinded[index] ?? Buffer.alloc(0)) }));
    const issued = rounded(await perSecond(exchanges, CONNECTIONS, (body) => post(`${at}/signature`, body)));
    const verified = rounded(
      await perSecond(credentials, CONNECTIONS, (credential) => post(`${at}/answers`, evaluationOf(credential))),
    );
    const bare = await measureLibrary(privateKey, blinded, credentials, size.librarySignatures);
    return {
      evaluations: size.evaluations,
      issued_per_s: issued,
      library_issued_per_s: bare.issued,
      issued_ratio: rounded(issued / bare.issued),
      openssl_issued_per_s: bare.openssl,
      verified_per_s: verified,
      library_verified_per_s: bare.verified,
      verified_ratio: rounded(verified / bare.verified),
    };
  }

  async function end(): Promise<void> {
    await ours.stop();
    await simulators.close();
    await database.close();
    await servers.dropDatabase(DATABASE);
  }
  return whenLoaded([ours], () => measure().finally(end));
}

async function addCampaign(
  { prisma }: Database,
  { publicKey, privateKey }: Awaited<ReturnType<typeof makeCampaignKey>>,
  count: number,
): Promise<{ readonly campaign: string; readonly tickets: readonly string[] }> {
  const now = new Date();
  const [issuanceEndsAt, closesAt] = [7, 9].map((days) => new Date(now.getTime() + days * DAY_MS));
  if (!issuanceEndsAt || !closesAt) throw new Error('two moments were reckoned');
  const { id: campaignId } = await prisma.evaluationCampaign.create({
    data: {
      openedAt: now,
      issuanceEndsAt,
      closesAt,
      publicKey: Uint8Array.from(publicKey),
      key: { create: { sealedKey: seal(privateKey, [KEY]) } },
    },
  });
  const people = await prisma.person.createManyAndReturn({
    data: Array.from({ length: count }, (_, index) => {
      return { key: `p${index}`, role: 'teacher' as const, name: `Naam ${index}`, language: 'nl', createdAt: now };
    }),
    select: { id: true },
  });
  const rows = await prisma.evaluationTicket.createManyAndReturn({
    data: people.map(({ id: personId }) => ({ campaignId, personId })),
    select: { id: true },
  });
  return { campaign: campaignId, tickets: rows.map(({ id }) => ticketOf(KEY.key, id)) };
}

/** A random number below the modulus, which a signer cannot tell from a blinded message. */
function blindedMessage(): Buffer {
  return Buffer.concat([Buffer.alloc(1), randomBytes(KEY_BITS / 8 - 1)]);
}

interface Credential {
  readonly message: Buffer;
  readonly signature: Buffer;
}

/** Signs with plain RSA-PSS, because an unblinded signature is a normal RSA-PSS signature. */
function credentialOf(key: KeyObject): Credential {
  const message = randomBytes(PREFIX_BYTES + TOKEN_BYTES);
  return { message, signature: sign('sha384', message, { key, ...PSS }) };
}

function evaluationOf({ message, signature }: Credential) {
  const answers = {
    NEW: 4,
    PRACTICAL: 5,
    RECOGNISED: 3,
    AGREED_TIMES: 4,
    EXPERTISE: null,
    FREE_TO_SPEAK: 5,
    OVERALL: 4,
  };
  const [keep, change] = ['het contactuur', 'vaker langskomen'];
  return { message: encode(message), signature: encode(signature), answers, keep, change };
}

async function measureLibrary(
  key: KeyObject,
  blinded: readonly Buffer[],
  credentials: readonly Credential[],
  signatures: number,
) {
  const algorithm = { name: 'RSA-PSS', hash: 'SHA-384' };
  const der = key.export({ type: 'pkcs8', format: 'der' });
  const privateKey = await webcrypto.subtle.importKey('pkcs8', der, algorithm, true, ['sign']);
  const { n, e, kty } = key.export({ format: 'jwk' });
  const publicJwk = { kty: kty ?? 'RSA', n: n ?? '', e: e ?? '' };
  const publicKey = await webcrypto.subtle.importKey('jwk', publicJwk, algorithm, true, ['verify']);
  const few = blinded.slice(0, signatures);
  return {
    issued: rounded(await perSecond(few, 1, (message) => library.blindSign(privateKey, message))),
    openssl: rounded(await perSecond(blinded, 1, async (message) => signBlinded(key, message))),
    verified: rounded(
      await perSecond(credentials, 1, async ({ message, signature }) => {
        if (!(await library.verify(publicKey, signature, message))) throw new Error('a signature is not valid');
      }),
    ),
  };
}

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

function post(url: string, body: object): Promise<void> {
  const text = JSON.stringify(body);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.once('error', reject);
      response.once('end', () => {
        const { statusCode: status = 0 } = response;
        if (status === 200 || status === 204) resolve();
        else reject(new Error(`an evaluation was answered with ${status}`));
      });
    });
    sent.once('error', reject);
    sent.end(text);
  });
}

function encode(bytes: Buffer): string {
  return bytes.toString('base64url');
}
