import type { IncomingHttpHeaders } from 'node:http';
import type { Activity as BotActivity, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { z } from 'zod';
import { madeOnce } from '../../made-once.ts';
import type { DeliveryLog } from '../delivery-log.ts';
import { requireUsableCredentials, type TeamsCredentials } from './credentials.ts';
import { type Activity, activitySchema, tenantOf } from './parse-schema.ts';

interface AdmissionOptions {
  readonly credentials: TeamsCredentials;
  /** Whether this deployment serves the tenant. A valid token proves only that Teams sent the activity. */
  readonly isTenantAllowed: (tenantId: string) => Promise<boolean>;
  /** Called when the tenant's service address is new or has changed. */
  readonly onServiceUrl: (tenantId: string, serviceUrl: string) => Promise<void>;
}

export type Admission =
  /** 403 where it is Teams that sent it, and the tenant is none that we serve. */
  | { readonly status: 403; readonly activity: Activity; readonly tenant: string | null }
  | { readonly status: 200; readonly activity: Activity; readonly tenant: string }
  | { readonly status: 400 | 401 | 503 };

interface AdmittedRequest {
  readonly body: unknown;
  readonly headers: IncomingHttpHeaders;
}

interface Admittance {
  admit(request: AdmittedRequest): Promise<Admission>;
  /** Loads what the first activity will need. */
  warmUp(): Promise<void>;
}

/**
 * Admits activities of Teams with a valid token from a tenant that we serve.
 * @throws PolsslagError BAD_CONFIGURATION
 */
export function createAdmission(
  { credentials, isTenantAllowed, onServiceUrl }: AdmissionOptions,
  log: DeliveryLog,
): Admittance {
  const tokens = createTokenCheck(credentials);
  const serviceUrls = new Map<string, string>();

  async function reportServiceUrl(tenant: string, serviceUrl: string): Promise<void> {
    if (serviceUrls.get(tenant) === serviceUrl) return;
    await onServiceUrl(tenant, serviceUrl);
    serviceUrls.set(tenant, serviceUrl);
  }

  async function refusalOf(authorization: string, serviceUrl: string): Promise<401 | 503 | null> {
    const verdict = await tokens.judge(authorization, serviceUrl);
    if (verdict === 'accepted') return null;
    log.refused(verdict === 'refused' ? 'no_good_token' : 'keys_unavailable');
    return verdict === 'refused' ? 401 : 503;
  }

  async function admit({ body, headers }: AdmittedRequest): Promise<Admission> {
    if (isEmpty(body)) return { status: 400 };
    const parsed = activitySchema.safeParse(body);
    // The token is checked first, so that nobody without a valid one learns what an activity looks like.
    const serviceUrl = parsed.success ? parsed.data.serviceUrl : addressIn(body);
    const refusal = await refusalOf(headers.authorization ?? '', serviceUrl);
    if (refusal !== null) return { status: refusal };
    if (!parsed.success) return { status: 400 };
    const { data: activity } = parsed;
    const tenant = tenantOf(activity);
    if (tenant === null || !(await isTenantAllowed(tenant))) return { status: 403, activity, tenant };
    await reportServiceUrl(tenant, serviceUrl);
    return { status: 200, activity, tenant };
  }

  return { admit, warmUp: tokens.warmUp };
}

function isEmpty(body: unknown): boolean {
  return typeof body !== 'object' || body === null || Object.keys(body).length === 0;
}

const addressedBody = z.object({ serviceUrl: z.string() });

function addressIn(body: unknown): string {
  const parsed = addressedBody.safeParse(body);
  return parsed.success ? parsed.data.serviceUrl : '';
}

/** `unavailable` means that the signing keys could not be read, so that the token could not be checked. */
type TokenVerdict = 'accepted' | 'refused' | 'unavailable';

interface TokenCheck {
  /** Checks the Authorization header of a request whose activity has this service address. */
  judge(authorization: string, serviceUrl: string): Promise<TokenVerdict>;
  /** Loads botbuilder, which takes a second, before somebody waits for it. */
  warmUp(): Promise<void>;
}

type Authentication = ConfigurationBotFrameworkAuthentication['authenticateRequest'];

const CHANNEL = 'msteams';
const SERVICE_URL_CLAIM = 'serviceurl';

/**
 * Checks Teams' tokens: signature, issuer, audience, time, endorsement, and that the token was made for this service
 * address, so that replies go nowhere else.
 * @throws PolsslagError BAD_CONFIGURATION
 */
function createTokenCheck(credentials: TeamsCredentials): TokenCheck {
  requireUsableCredentials(credentials);
  // Imported here, because the command line never needs it.
  const load = madeOnce(async (): Promise<Authentication> => {
    const { openAuthentication, judgeQuietly } = await import('./with-botbuilder.ts');
    const authentication = openAuthentication(credentials);
    return (...request) => judgeQuietly(() => authentication.authenticateRequest(...request));
  });
  return {
    async judge(authorization, serviceUrl) {
      if (!/^Bearer \S+$/.test(authorization)) return 'refused';
      const authenticate = await load();
      try {
        const { claimsIdentity } = await authenticate(toJudge(serviceUrl), authorization);
        // botbuilder accepts tokens of the emulator without this claim; replies must not go to their address.
        return claimsIdentity.getClaimValue(SERVICE_URL_CLAIM) === serviceUrl ? 'accepted' : 'refused';
      } catch (error) {
        return keysUnreadable(error) ? 'unavailable' : 'refused';
      }
    },
    async warmUp() {
      await load();
    },
  };
}

/** The part of an activity that botbuilder checks. The channel is always Teams, whatever the body says. */
function toJudge(serviceUrl: string): BotActivity {
  const nobody = { id: '', name: '' };
  const conversation = { ...nobody, isGroup: false, conversationType: '' };
  return {
    type: 'message',
    channelId: CHANNEL,
    serviceUrl,
    from: nobody,
    recipient: nobody,
    conversation,
    callerId: '',
    label: '',
    listenFor: [],
    localTimezone: '',
    text: '',
    valueType: '',
  };
}

/** Errors of botbuilder's key reader, as opposed to those of the token itself. */
const keyReaderFault = z.union([z.object({ name: z.literal('FetchError') }), z.object({ statusCode: z.literal(500) })]);

function keysUnreadable(error: unknown): boolean {
  return keyReaderFault.safeParse(error).success;
}
