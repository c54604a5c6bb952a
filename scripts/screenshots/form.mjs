/** Returns the demo's lead form in a pipeline's first stage. */
export function formOf({ id, stages: [stage] }) {
	return {
		name: 'Contact us',
		heading: 'Talk to us',
		pipeline_id: id,
		stage_id: stage.id,
		fields: [
			question('name', 'Your name', true),
			question('email', 'Email', true),
			question('company', 'Company'),
			question('industry', 'Industry'),
			question('message', 'How can we help?'),
		],
		button_text: 'Send',
		thank_you: 'Thank you. We will write to you tomorrow.',
		redirect_url: null,
		redirect_hosts: [],
		allowed_origins: [],
		consent_text: 'You may write to me about my enquiry.',
		takes_plain: true,
	};
}

function question(name, label, required = false) {
	return { name, label, help: '', placeholder: '', required };
}
