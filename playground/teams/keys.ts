import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

/** The key with which the channel signs what it sends to a bot, and Entra the tokens that it issues. */
export interface SigningKey {
  /** The public half as the key server shows it, endorsed for the channel 'msteams'. */
  readonly jwks: { readonly keys: readonly (JWK & { readonly endorsements: readonly string[] })[] };
  /** A signed token with these claims, valid from now on the machine's clock. */
  sign(claims: { [name: string]: string }, lifetimeS: number): Promise<string>;
}

/** Makes a new RSA key; nothing else can sign for it. */
export async function createSigningKey(): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { modulusLength: 2048 });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return {
    jwks: { keys: [{ ...jwk, kid, x5t: kid, use: 'sig', alg: 'RS256', endorsements: ['msteams'] }] },
    sign(claims, lifetimeS) {
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
