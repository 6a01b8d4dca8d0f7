import type { Request } from 'express';
import { z } from 'zod';
import type { DeliveryLog } from '../delivery-log.ts';
import type { TokenCheck } from './check-token.ts';
import { type Activity, activitySchema, tenantOf } from './parse-schema.ts';

export interface AdmissionOptions {
  /** Whether this deployment serves the tenant: a good token says only that Teams sent it. */
  readonly isTenantAllowed: (tenantId: string) => Promise<boolean>;
  /** The tenant's service address is new, or not the one that we saw last. */
  readonly onServiceUrl: (tenantId: string, serviceUrl: string) => Promise<void>;
}

type Admission =
  | { readonly status: 200; readonly activity: Activity; readonly tenant: string }
  | { readonly status: 400 | 401 | 403 | 503 };

/** Decides who may come in: an activity of Teams, with a good token, from a tenant that we serve. */
export function createAdmission(
  { isTenantAllowed, onServiceUrl }: AdmissionOptions,
  tokens: TokenCheck,
  log: DeliveryLog,
): (request: Pick<Request, 'body' | 'headers'>) => Promise<Admission> {
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

  return async ({ body, headers }) => {
    if (isEmpty(body)) return { status: 400 };
    const parsed = activitySchema.safeParse(body);
    // Whoever has no good token does not hear what an activity looks like.
    const serviceUrl = parsed.success ? parsed.data.serviceUrl : addressIn(body);
    const refusal = await refusalOf(headers.authorization ?? '', serviceUrl);
    if (refusal !== null) return { status: refusal };
    if (!parsed.success) return { status: 400 };
    const { data: activity } = parsed;
    const tenant = tenantOf(activity);
    if (tenant === null || !(await isTenantAllowed(tenant))) {
      log.refused('unknown_workspace', tenant ?? undefined);
      return { status: 403 };
    }
    await reportServiceUrl(tenant, serviceUrl);
    return { status: 200, activity, tenant };
  };
}

/** Express makes an empty object of an empty body. */
function isEmpty(body: unknown): boolean {
  return typeof body !== 'object' || body === null || Object.keys(body).length === 0;
}

function addressIn(body: unknown): string {
  const parsed = z.object({ serviceUrl: z.string() }).safeParse(body);
  return parsed.success ? parsed.data.serviceUrl : '';
}
