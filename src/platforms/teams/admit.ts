import type { Request } from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';
import { type Activity, activitySchema, tenantOf } from './activity.ts';
import type { TokenCheck } from './check-token.ts';

export interface AdmissionOptions {
  readonly tokens: TokenCheck;
  /** Whether this deployment serves the tenant: a good token says only that Teams sent it. */
  readonly isTenantAllowed: (tenantId: string) => Promise<boolean>;
  /** The tenant's service address is new, or not the one that we saw last. */
  readonly onServiceUrl: (tenantId: string, serviceUrl: string) => Promise<void>;
  readonly log: Logger;
}

export type Admission =
  | { readonly status: 200; readonly activity: Activity; readonly tenant: string }
  | { readonly status: 400 | 401 | 403 | 503 };

/** Decides who may come in: an activity of Teams, with a good token, from a tenant that we serve. */
export function createAdmission(options: AdmissionOptions): (req: Request) => Promise<Admission> {
  const { tokens, isTenantAllowed, onServiceUrl, log } = options;
  const serviceUrls = new Map<string, string>();

  async function reportServiceUrl(tenant: string, serviceUrl: string): Promise<void> {
    if (serviceUrls.get(tenant) === serviceUrl) return;
    await onServiceUrl(tenant, serviceUrl);
    serviceUrls.set(tenant, serviceUrl);
  }

  return async (req) => {
    const body = z.record(z.string(), z.unknown()).safeParse(req.body);
    // Express makes an empty object of an empty body.
    if (!body.success || Object.keys(body.data).length === 0) return { status: 400 };
    const serviceUrl = z.string().catch('').parse(body.data['serviceUrl']);
    const verdict = await tokens.judge(req.headers.authorization ?? '', serviceUrl);
    if (verdict !== 'accepted') {
      log.warn({ verdict }, 'teams: request without a good token');
      return { status: verdict === 'refused' ? 401 : 503 };
    }
    const activity = activitySchema.safeParse(body.data);
    if (!activity.success) return { status: 400 };
    const tenant = tenantOf(activity.data);
    if (tenant === null || !(await isTenantAllowed(tenant))) {
      log.warn({ tenant }, 'teams: tenant refused');
      return { status: 403 };
    }
    await reportServiceUrl(tenant, serviceUrl);
    return { status: 200, activity: activity.data, tenant };
  };
}
