/** Why a webhook is paused that a person has paused: nothing is to resume it by itself. */
export const PAUSED_MANUALLY = 'Paused manually.';
