import { DeliveryError } from '../../chat/platform.ts';
import { PolsslagError } from '../../errors.ts';
import { createBotToken } from './client.ts';
import type { TeamsCredentials } from './credentials.ts';

/**
 * Checks whether Microsoft gives the bot a token, which is all that sending needs.
 * @throws PolsslagError BAD_CONFIGURATION when the credentials are incomplete or refused, UNAVAILABLE when nobody
 *   answers
 */
export async function checkCredentials(credentials: TeamsCredentials): Promise<void> {
  try {
    await createBotToken(credentials).get();
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    throw toOperatorError(error, credentials);
  }
}

function toOperatorError(error: DeliveryError, credentials: TeamsCredentials): PolsslagError {
  const { message: reason, fault } = error;
  if (credentials.type === 'UserAssignedMSI') {
    const text = 'The managed identity of the Teams bot gives no token: assign it to the machine that runs Polsslag.';
    return new PolsslagError('UNAVAILABLE', text, { cause: error });
  }
  if (fault === 'reconnect') {
    const text = `Microsoft refuses the credentials of the Teams bot (${reason}): check app id, client secret and tenant.`;
    return new PolsslagError('BAD_CONFIGURATION', text, { cause: error });
  }
  const text = `Microsoft's sign-in service does not answer (${reason}): check the network and try again.`;
  return new PolsslagError('UNAVAILABLE', text, { cause: error });
}
