import type { CryptoKey, JWK } from 'jose';

interface Jwks {
  readonly keys: readonly (JWK & { readonly endorsements: readonly string[] })[];
}

/** The key that signs both the channel's requests to a bot and the tokens that Entra issues. */
export interface SigningKey {
  /** The public half in the form of the key server, endorsed for the channel 'msteams'. */
  jwks(): Promise<Jwks>;
  /** Makes a signed token with these claims, valid from now by the machine's clock. */
  sign(claims: { [name: string]: string }, lifetimeS: number): Promise<string>;
}

/** One key for the whole process, because generating one takes as long as starting a server. */
let made: Promise<Key> | null = null;

function key(): Promise<Key> {
  made ??= makeKey();
  return made;
}

/** An RSA key, generated at first use. It never leaves this process, so nothing else can sign with it. */
export function createSigningKey(): SigningKey {
  return {
    jwks: async () => {
      const { jwk, kid } = await key();
      return { keys: [{ ...jwk, kid, x5t: kid, use: 'sig', alg: 'RS256', endorsements: ['msteams'] }] };
    },
    async sign(claims, lifetimeS) {
      const { privateKey, kid } = await key();
      const { SignJWT } = await import('jose');
      // Uses the machine's clock and not the playground's, because the libraries that check a token do too.
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
