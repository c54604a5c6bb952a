/** Months in the words and short forms of English, German, French, Spanish, Italian, Portuguese and Dutch, without accents. */
const MONTHS = [
	'january jan januar jaen jaenner janner janvier janv enero ene gennaio gen janeiro januari',
	'february feb februar fevrier fevr fev febrero febbraio febb fevereiro februari',
	'march mar maerz marz mrz mars marzo marco maart mrt',
	'april apr avril avr abril abr aprile',
	'may mai mayo maggio mag maio mei',
	'june jun juni juin junio giugno giu junho',
	'july jul juli juillet juil julio luglio lug julho',
	'august aug aout agosto ago augustus',
	'september sept sep septembre septiembre settembre sett set setembro',
	'october oct oktober okt octobre octubre ottobre ott outubro out',
	'november nov novembre noviembre novembro',
	'december dec dezember dez decembre diciembre dic dicembre dezembro',
];

/** The days of the week in the same languages, from Sunday on. */
const WEEKDAYS = [
	'sunday sun sonntag dimanche dim domingo domenica dom zondag zo',
	'monday mon montag mo lundi lunes lunedi lun segunda-feira maandag',
	'tuesday tue tues dienstag di mardi martes martedi mar terca-feira dinsdag',
	'wednesday wed mittwoch mi mercredi miercoles mercoledi mer mie quarta-feira woensdag wo',
	'thursday thu thur thurs donnerstag do jeudi jeu jueves giovedi gio quinta-feira donderdag',
	'friday fri freitag fr vendredi ven viernes venerdi vie sexta-feira vrijdag vr',
	'saturday sat samstag sonnabend sa samedi sam sabado sabato sab zaterdag za',
];

const months = positions(MONTHS);
const weekdays = positions(WEEKDAYS);

/** Returns the number of a month, from 1, by its name. */
export function monthNamed(word: string): number | undefined {
	const month = months.get(plain(word));
	return month === undefined ? undefined : month + 1;
}

/** Returns the number of a day of the week, from 0 for Sunday, by its name. */
export function weekdayNamed(word: string): number | undefined {
	return weekdays.get(plain(word));
}

function positions(lines: string[]): Map<string, number> {
	return new Map(lines.flatMap((line, at) => line.split(' ').map((word) => [word, at] as const)));
}

function plain(word: string): string {
	return word
		.normalize('NFD')
		.replace(/[\p{M}.]/gu, '')
		.toLowerCase();
}
