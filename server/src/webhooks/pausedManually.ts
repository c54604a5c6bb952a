/** Why a webhook is paused that a person, or a program for one, has paused: nobody is to be told, and nothing to resume it. */
export const PAUSED_MANUALLY = 'Paused manually.';
