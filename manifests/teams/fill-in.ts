const NO_APP = '00000000-0000-0000-0000-000000000000';
const NO_HOST = 'polsslag.example';

/**
 * Puts a deployment's own app id and host in the place of those of the manifest.
 * @param manifest the text of manifest.json, which is a valid manifest as it stands
 * @param appId the Microsoft app id (a GUID)
 * @param publicUrl the https address of the deployment
 * @throws Error when one of them is not what it should be
 */
export function fillIn(manifest: string, appId: string, publicUrl: string): string {
  if (!/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(appId) || appId === NO_APP) {
    throw new Error('The app id is the GUID of the bot in Microsoft Entra.');
  }
  if (!URL.canParse(publicUrl) || new URL(publicUrl).protocol !== 'https:') {
    throw new Error('The address of the deployment begins with https://.');
  }
  return manifest.replaceAll(NO_APP, appId).replaceAll(NO_HOST, new URL(publicUrl).host);
}
