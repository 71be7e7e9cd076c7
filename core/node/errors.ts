import { defineErrors } from '../shared/index.ts'

/** What the hosts themselves have to say; everything else is said by the rooms. */
export const hostErrors = defineErrors('host', {
  /** Thrown for every call but those of `host` before the profile is open. */
  'not-ready': 'Folkmoot is not open yet.',
  /** Thrown for calls that come while the core stops. */
  stopping: 'Folkmoot is closing.',
  /** Thrown for a call beyond LIMITS.callsAtOnce of one screen. */
  'too-many-calls': 'Too much was asked at once. Try again in a moment.',
  /** Thrown for a live query beyond LIMITS.liveQueries of one screen. */
  'too-many-live-queries': 'Too many live views are open in this window.',
  /** Thrown at start when the wished port of the browser address is taken. */
  'port-in-use': 'Port {port} of this computer is used by another program. Choose another one with --port, or none.',
  /** Thrown at start when the system forbids the port. */
  'cannot-listen': 'Folkmoot may not listen on port {port} of this computer. Choose another one with --port, or none.',
  /** Thrown at start when the profile's folder lies where nothing can be written. */
  'read-only': 'Folkmoot cannot write to {folder}. Choose another folder with --profile.',
  /** Thrown without a window for a profile whose key the system's keychain has sealed. */
  'needs-window':
    'The key of this profile is held by the keychain of this system, which only the window of Folkmoot can ask ({folder}). Start Folkmoot with its window, or choose another profile with --profile.',
  /** Thrown when a passphrase is needed and there is no terminal to ask in. */
  'no-terminal': 'This profile is locked by a passphrase, and there is no terminal to ask for it in.',
  /** Thrown when the terminal's input ended before a passphrase was typed. */
  'no-passphrase': 'No passphrase was typed.',
  /** Thrown when a folder is to be a blind keeper's that is a member's, or the other way round. */
  'not-a-keeper':
    'This folder holds a member’s profile ({folder}), and a keeper must never hold a member’s keys. Choose another with --profile.',
  'is-a-keeper':
    'This folder belongs to a keeper ({folder}). Start it with --keeper, or choose another with --profile.',
  /** Thrown when the link of a join is to come from a file that is not there, or from a terminal or pipe that says nothing. */
  'link-file': 'The file {file} with the link cannot be read.',
  'link-file-open': 'Others can read the file {file} with the link. Make it yours alone first (chmod 600).',
  'no-link': 'No link was given. Type it, pipe it in, or name a file with --join-file.',
  'join-refused': 'This device was not let in. {why}',
  /** Thrown when the file to be checked cannot be read. */
  'archive-file': 'The file {file} cannot be read.',
  /** Thrown when nothing can be read from where the passphrase of an archive is to come from. */
  'passphrase-fd': 'The passphrase could not be read from file descriptor {fd}.',
  /** Thrown when an archive is under a passphrase, and there is nowhere to ask for it. */
  'archive-locked':
    'This archive is protected by a passphrase: run this in a terminal, or hand it in with --passphrase-fd.',
  /** Thrown when the passphrase chosen for a new profile was typed differently the second time. */
  'passphrase-differs': 'The two passphrases are not the same.',
})

/** What a screen is told when no room has a sentence for what happened. */
export const coreErrors = defineErrors('core', {
  /** Thrown in place of any error that is not ours: its words may hold anything and stay here. */
  unexpected: 'Something went wrong inside Folkmoot. What you wrote before is kept.',
  /** Thrown when what a screen asked is not in the contract's form. */
  'bad-input': 'This was not asked in a form that Folkmoot understands.',
})

/** What a person can type wrong at the command line. */
export const cliErrors = defineErrors('cli', {
  'unknown-option': 'There is no option {option}. `--help` lists those there are.',
  'needs-value': '{option} needs a value: {form}.',
  'no-value': '{option} takes no value.',
  'bad-port': '{value} is not a port; ports are whole numbers from 1 to 65535.',
  'bad-address': '{value} is not of the form HOST:PORT, such as 0.0.0.0:4001 or [::]:4001.',
  'bad-size': '{value} is not a size, such as 500MB or 2GB.',
  'needs-headless': '{option} needs {other}.',
  'cannot-combine': '{one} and {other} cannot be used together.',
})
