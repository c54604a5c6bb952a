/** A setting that cannot be used; its sentence names the variable. */
export class WrongSetting extends Error {}
