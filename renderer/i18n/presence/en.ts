/** Sentences of who is there and who writes. */
export const presence = {
  presence: {
    title: 'What others see of you',
    intro: 'It goes to the devices yours is connected to and no further, and nobody keeps it.',
    there: 'Say when you are there',
    thereMeans:
      'Members who are connected to you see whether somebody is at this device. Switched off, nothing is said; that your device is connected they can see all the same.',
    write: 'Say when you write',
    writeMeans: 'Members in the room who are connected to you see that you are writing, before you send anything.',
    away: 'away',
    typing_one: '{{names}} is writing …',
    typing_other: '{{names}} are writing …',
    several: 'Several people are writing …',
  },
}
