import type { PlatformName } from './address.ts';

interface IdShape {
  readonly pattern: RegExp;
  readonly shape: string;
}

const guid: IdShape = {
  pattern: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  shape: 'a GUID, as 00000000-0000-0000-0000-000000000000',
};

const SHAPES: Readonly<Record<PlatformName, Readonly<Record<'workspace' | 'user' | 'channel', IdShape>>>> = {
  slack: {
    workspace: { pattern: /^[TE][A-Z0-9]{2,30}$/, shape: 'a Slack team id, as T012AB3C4' },
    user: { pattern: /^[UW][A-Z0-9]{2,30}$/, shape: 'a Slack user id, as U012AB3C4' },
    channel: { pattern: /^[CG][A-Z0-9]{2,30}$/, shape: 'a Slack channel id, as C012AB3C4' },
  },
  teams: {
    workspace: guid,
    user: guid,
    channel: {
      pattern: /^19:[^\s@]{1,200}@thread\.(tacv2|skype|v2)$/,
      shape: 'a Teams channel id, as 19:…@thread.tacv2',
    },
  },
};

/** Describes ids of this kind for an error message ('a Slack user id, as U012AB3C4'), and reads one. */
export function idsOf(platform: PlatformName, kind: 'workspace' | 'user' | 'channel') {
  const { pattern, shape } = SHAPES[platform][kind];
  return {
    shape,
    /** The id in the platform's own spelling (GUIDs in lower case), or null when its shape is wrong. */
    read(text: string): string | null {
      if (!pattern.test(text)) return null;
      return pattern === guid.pattern ? text.toLowerCase() : text;
    },
  };
}
