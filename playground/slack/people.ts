import type { AppDelivery } from './deliver.ts';
import { openHome, shortcut, slashCommand } from './entry-points.ts';
import { uninstallApp } from './installation.ts';
import type { PersonContext, SlackPerson } from './person-context.ts';
import { closeModal, type ModalValues, submitModal } from './submit-modal.ts';
import { type MessageTap, tapMessage } from './tap-message.ts';
import { tapHome, tapModal, type ViewTap } from './tap-view.ts';
import { changeMessage, mentionApp, typeMessage } from './typing.ts';

/**
 * What people do in the simulated Slack. Each method resolves after the app's acknowledgement, or the last attempt to
 * get one.
 */
export interface SlackPeople {
  /** Taps a button or chooses in a select of a message. */
  tap(tap: MessageTap): Promise<AppDelivery>;
  tapHome(tap: ViewTap): Promise<AppDelivery>;
  tapModal(tap: ViewTap): Promise<AppDelivery>;
  submitModal(who: SlackPerson, values: ModalValues): Promise<AppDelivery>;
  /** Resolves with null when the modal does not ask for a notice (notify_on_close). */
  closeModal(who: SlackPerson, all?: boolean): Promise<AppDelivery | null>;
  /** Typed in the conversation with the app unless a channel is given. */
  slashCommand(who: SlackPerson, command: string, text: string, channel?: string): Promise<AppDelivery>;
  /** Picks one of the app's global shortcuts. */
  shortcut(who: SlackPerson, callbackId: string): Promise<AppDelivery>;
  /** Resolves with null when the app may not read direct messages. @param threadTs the message that it replies to */
  typeMessage(who: SlackPerson, text: string, threadTs?: string): Promise<AppDelivery | null>;
  /** Edits a message of their own to the app; resolves with null when the app may not read direct messages. */
  changeMessage(who: SlackPerson, ts: string, text: string): Promise<AppDelivery | null>;
  /** Mentions the app in a channel; resolves with null when the app is not told. */
  mentionApp(who: SlackPerson, channel: string, text: string): Promise<AppDelivery | null>;
  openHome(who: SlackPerson, tab?: 'home' | 'messages'): Promise<AppDelivery>;
  /** An administrator removes the app: its token is refused at once, and the app is told by two events. */
  uninstallApp(team: string): Promise<AppDelivery[]>;
  /** Sends the same request again; the app's answer is not applied. */
  redeliver(delivery: AppDelivery): Promise<AppDelivery>;
}

/** Makes the people. Every method returns a promise that rejects when a person cannot do something; none throws. */
export function createPeople(context: PersonContext): SlackPeople {
  return {
    tap: async (tap) => tapMessage(context, tap),
    tapHome: async (tap) => tapHome(context, tap),
    tapModal: async (tap) => tapModal(context, tap),
    submitModal: (who, values) => submitModal(context, who, values),
    closeModal: (who, all) => closeModal(context, who, all),
    slashCommand: (who, command, text, channel) => slashCommand(context, who, command, text, channel ?? null),
    shortcut: async (who, callbackId) => shortcut(context, who, callbackId),
    typeMessage: (who, text, threadTs) => typeMessage(context, who, text, threadTs ?? null),
    changeMessage: (who, ts, text) => changeMessage(context, who, ts, text),
    mentionApp: (who, channel, text) => mentionApp(context, who, channel, text),
    openHome: async (who, tab) => openHome(context, who, tab),
    uninstallApp: (team) => uninstallApp(context, team),
    redeliver: (delivery) => context.delivery.redeliver(delivery),
  };
}
