import type { CryptoKey, JWK } from 'jose';

interface Jwks {
  readonly keys: readonly (JWK & { readonly endorsements: readonly string[] })[];
}

/** The key with which the channel signs what it sends to a bot, and Entra the tokens that it issues. */
export interface SigningKey {
  /** The public half as the key server shows it, endorsed for the channel 'msteams'. */
  jwks(): Promise<Jwks>;
  /** A signed token with these claims, valid from now on the machine's clock. */
  sign(claims: { [name: string]: string }, lifetimeS: number): Promise<string>;
}

/** One for all that a process simulates: making it takes as long as starting a server. */
let made: Promise<Key> | null = null;

function key(): Promise<Key> {
  made ??= makeKey();
  return made;
}

/** An RSA key, made when it is first needed. Nothing outside this process can sign for it. */
export function createSigningKey(): SigningKey {
  return {
    jwks: async () => {
      const { jwk, kid } = await key();
      return { keys: [{ ...jwk, kid, x5t: kid, use: 'sig', alg: 'RS256', endorsements: ['msteams'] }] };
    },
    async sign(claims, lifetimeS) {
      const { privateKey, kid } = await key();
      const { SignJWT } = await import('jose');
      // The machine's clock, not the playground's: libraries that check a token know no other.
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid, x5t: kid })
        .setIssuedAt()
        .setNotBefore('0s')
        .setExpirationTime(`${lifetimeS}s`)
        .sign(privateKey);
    },
  };
}

interface Key {
  readonly jwk: JWK;
  readonly kid: string;
  readonly privateKey: CryptoKey;
}

async function makeKey(): Promise<Key> {
  const { calculateJwkThumbprint, exportJWK, generateKeyPair } = await import('jose');
  const { publicKey, privateKey } = await generateKeyPair('RS256', { modulusLength: 2048 });
  const jwk = await exportJWK(publicKey);
  return { jwk, kid: await calculateJwkThumbprint(jwk), privateKey };
}
