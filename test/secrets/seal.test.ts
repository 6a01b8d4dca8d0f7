import { describe, expect, it } from '@jest/globals';
import { isSealedWithNewest, seal, secretsWith, unseal } from '../../src/secrets/seal.ts';

const older = { id: '2025', key: Buffer.alloc(32, 1) };
const newer = { id: '2026', key: Buffer.alloc(32, 2) };

function tamper(sealed: string, part: number): string {
  const parts = sealed.split('.');
  const text = parts[part] ?? '';
  parts[part] = (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
  return parts.join('.');
}

describe('seal', () => {
  it('opens again to the same text, with any letters in it', () => {
    for (const text of ['xoxb-1-2-abc', '', 'één ☂ tekst\n']) expect(unseal(seal(text, [newer]), [newer])).toBe(text);
  });

  it('writes v1, the key id and three base64url parts, and never the same twice', () => {
    const sealed = seal('secret', [newer, older]);
    expect(sealed).toMatch(/^v1\.2026\.[\w-]{16}\.[\w-]{22}\.[\w-]+$/);
    expect(sealed).not.toContain('secret');
    expect(seal('secret', [newer])).not.toBe(sealed);
  });

  it('opens what an older key sealed as long as that key is configured', () => {
    const sealed = seal('secret', [older]);
    expect(unseal(sealed, [newer, older])).toBe('secret');
    expect(isSealedWithNewest(sealed, [newer, older])).toBe(false);
    expect(isSealedWithNewest(seal('secret', [newer, older]), [newer, older])).toBe(true);
  });

  it('names the key that is missing', () => {
    expect(() => unseal(seal('secret', [older]), [newer])).toThrow('sealed with key "2025", which is not configured');
  });

  it('refuses a secret that was altered in any part', () => {
    const sealed = seal('a secret of some length', [newer]);
    for (const part of [2, 3, 4]) expect(() => unseal(tamper(sealed, part), [newer])).toThrow('cannot be opened');
  });

  it('refuses another key under the same id', () => {
    expect(() => unseal(seal('secret', [newer]), [{ id: '2026', key: older.key }])).toThrow('cannot be opened');
  });

  it('does not take a ciphertext under another key id, even with the same key', () => {
    const sealed = seal('secret', [newer]).replace('v1.2026.', 'v1.2025.');
    expect(() => unseal(sealed, [{ id: '2025', key: newer.key }])).toThrow('cannot be opened');
  });

  it('refuses a shortened tag, and what was never sealed', () => {
    const parts = seal('secret', [newer]).split('.');
    parts[3] = (parts[3] ?? '').slice(0, 6);
    expect(() => unseal(parts.join('.'), [newer])).toThrow('cannot be opened');
    expect(() => unseal('xoxb-plain', [newer])).toThrow('not in the sealed form');
  });

  it('says so when there is no key, without the text', () => {
    expect(() => seal('secret', [])).toThrow('There is no key to seal secrets with: configure one.');
  });
});

describe('a mark', () => {
  it('is the same for the same text, also while a newer key comes in, and another with another key', () => {
    const before = secretsWith([older]).mark('slack T1 U1');
    expect(secretsWith([newer, older]).mark('slack T1 U1')).toBe(before);
    expect(secretsWith([older]).mark('slack T1 U2')).not.toBe(before);
    expect(secretsWith([newer]).mark('slack T1 U1')).not.toBe(before);
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    expect(() => secretsWith([]).mark('slack T1 U1')).toThrow('There is no key');
  });
});
