/** German. */
import type { Catalogue } from './en.ts'
import { membership, membershipRefused } from './membership/de.ts'
import { attachments, attachmentsRefused } from './attachments/de.ts'
import { archive, archiveRefused } from './archive/de.ts'
import { imports, importsRefused } from './imports/de.ts'
import { carried, carriedRefused } from './carried/de.ts'
import { emoji } from './emoji/de.ts'
import { home } from './home/de.ts'
import { inbox } from './inbox/de.ts'
import { network, networkRefused } from './network/de.ts'
import { apart, apartRefused } from './private/de.ts'
import { boards, boardsRefused } from './boards/de.ts'
import { folk, folkRefused } from './people/de.ts'
import { content } from './content/de.ts'
import { presence } from './presence/de.ts'
import { talk, talkKeys, talkRefused } from './talk/de.ts'
import { search } from './search/de.ts'

export const de: Catalogue = {
  app: { name: 'Folkmoot', tagline: 'Eine Gemeinschaft, die auf den Rechnern ihrer Mitglieder lebt.' },

  common: {
    cancel: 'Abbrechen',
    close: 'Schließen',
    back: 'Zurück',
    next: 'Weiter',
    copy: 'Kopieren',
    copied: 'Kopiert',
    save: 'Speichern',
    saved: 'Gespeichert',
    tryAgain: 'Noch einmal versuchen',
    loading: 'Einen Moment …',
    optional: 'freiwillig',
    unread_one: '{{count}} ungelesene Nachricht',
    unread_other: '{{count}} ungelesene Nachrichten',
  },

  frame: {
    rail: 'Gemeinschaften',
    list: 'Bereiche',
    main: 'Raum',
    context: 'Einzelheiten',
    openNavigation: 'Gemeinschaften und Räume öffnen',
    closePane: 'Einzelheiten schließen',
    showMembers: 'Mitglieder zeigen',
    hideMembers: 'Mitglieder verbergen',
    skip: 'Zu den Nachrichten springen',
    lostTitle: 'Folkmoot antwortet nicht mehr.',
    lost: 'Was auf dem Bildschirm steht, können Sie weiter lesen. Die Verbindung wird von selbst wieder versucht.',
    starting: 'Folkmoot startet …',
    crashedTitle: 'Diese Seite ist stehen geblieben',
    crashed: 'Nichts, was Sie gesendet haben, ist verloren: Es liegt auf diesem Gerät.',
    reload: 'Neu öffnen',
    notFoundTitle: 'Hier ist nichts',
    notFound: 'Diese Adresse führt zu keinem Ort in Folkmoot.',
    home: 'Zum Anfang',
  },

  host: {
    shutOutTitle: 'Öffnen Sie Folkmoot noch einmal',
    shutOut:
      'Diese Seite darf nicht mit Folkmoot sprechen: Ihr Link wurde schon benutzt, oder Folkmoot wurde neu gestartet. Öffnen Sie es noch einmal aus seinem Fenster oder Terminal.',
    lockedTitle: 'Folkmoot ist verschlossen',
    locked: 'Alles auf diesem Gerät ist verschlüsselt. Geben Sie Ihre Passphrase ein, um es zu öffnen.',
    passphrase: 'Passphrase',
    again: 'Noch einmal dieselbe Passphrase',
    different: 'Diese beiden sind nicht gleich.',
    freshTitle: 'Wählen Sie eine Passphrase',
    fresh:
      'Sie öffnet von nun an Ihr Profil auf diesem Gerät. Niemand kann sie zurücksetzen: Schreiben Sie sie auf und bewahren Sie sie gut auf.',
    choose: 'Diese Passphrase nehmen',
    unlock: 'Aufschließen',
    unlocking: 'Das Öffnen dauert mit Absicht einige Sekunden: So geht Raten langsam.',
    failedTitle: 'Ihr Profil lässt sich nicht öffnen',
    failedHelp:
      'Nichts wurde gelöscht. Schließen Sie Folkmoot, beheben Sie den oben genannten Grund und starten Sie es wieder.',
  },

  welcome: {
    title: 'Willkommen bei Folkmoot',
    intro:
      'Miteinander reden, planen und entscheiden. Alles, was Ihre Gemeinschaft hat, liegt bei ihren Mitgliedern und geht auch ohne Internet.',
    nameLabel: 'Wie sollen andere Sie nennen?',
    nameHint: 'Ein Vorname oder Spitzname genügt. In jeder Gemeinschaft können Sie einen anderen benutzen.',
    nameMissing: 'Bitte geben Sie erst einen Namen ein: Daran erkennen andere Sie.',
    identity:
      'Ihre Identität lebt auf diesem Gerät. Es gibt kein Konto, und niemand bekommt eine E-Mail-Adresse oder ein Passwort von Ihnen.',
    addTitle: 'Gemeinschaft hinzufügen',
    addIntro: 'Treten Sie einer bei, zu der Sie eingeladen sind, oder gründen Sie eine eigene.',
    join: 'Einer Gemeinschaft beitreten',
    joinHint: 'Jemand hat Ihnen einen Link, ein QR-Bild oder eine Datei geschickt.',
    create: 'Eine Gemeinschaft gründen',
    createHint: 'Mit Zweck und Regeln beginnen, dann Leute einladen.',
  },

  join: {
    title: 'Einer Gemeinschaft beitreten',
    or: 'oder',
    drop: 'Ein QR-Bild oder eine Einladungsdatei hier ablegen',
    choose: 'Datei auswählen …',
    dropNow: 'Loslassen, um die Einladung zu lesen',
    reading: 'Das Bild wird gelesen …',
    noCode:
      'In dieser Datei ist keine lesbare Einladung. Versuchen Sie ein schärferes Bild, oder fügen Sie den Link ein.',
    tooBig: 'Diese Datei ist zu groß für eine Einladung.',
    invitedBy: '<b>{{name}}</b> lädt Sie ein zu',
    nothingSent: 'Noch wurde nichts gesendet. Alles hier steht im Link selbst.',
    purpose: 'Wofür sie da ist',
    noPurpose: 'Ein Zweck wurde nicht angegeben.',
    rules: 'Die Regeln, denen alle zustimmen',
    noRules: 'Diese Gemeinschaft hat keine geschriebenen Regeln.',
    role: 'Ihre Rolle wäre: {{role}}.',
    expires: 'Die Einladung gilt bis {{when}}.',
    yourName: 'Ihr Name in dieser Gemeinschaft',
    agree: 'Ich habe die Regeln gelesen und stimme ihnen zu',
    agreeMissing: 'Bitte stimmen Sie erst den Regeln zu, oder gehen Sie zurück.',
    join: '{{name}} beitreten',
    another: 'Anderen Link benutzen',
    already: 'Sie gehören schon zu dieser Gemeinschaft.',
    alreadyJoining: 'Sie sind schon auf dem Weg hinein.',
    leftBefore: 'Sie haben diese Gemeinschaft früher verlassen; mit dem Beitritt kehren Sie zurück.',
    open: 'Öffnen',
    peersSeeAddress: 'Die Geräte der Mitglieder sprechen direkt miteinander und sehen deshalb Ihre Internetadresse.',
  },

  joining: {
    title: 'Beitritt zu {{name}}',
    kept: 'Ihre Antwort liegt auf diesem Gerät',
    keptHint: 'Sie können Folkmoot jederzeit schließen; es geht von selbst weiter.',
    looking: 'Ein Mitglied finden, das online ist',
    lookingHint: 'Die Geräte aus der Einladung und alle in diesem Netz werden gefragt.',
    waiting: 'Noch war niemand zu erreichen. Nächster Versuch {{when}}.',
    waitingNow: 'Noch war niemand zu erreichen. Neuer Versuch …',
    tries_one: 'Bisher {{count}} Versuch.',
    tries_other: 'Bisher {{count}} Versuche.',
    asking: 'Eingelassen werden',
    askingHint: 'Das Gerät eines Mitglieds prüft Ihre Einladung.',
    receiving: 'Das bisher Geschriebene empfangen',
    received_one: '{{count}} Nachricht empfangen',
    received_other: '{{count}} Nachrichten empfangen',
    done: 'Sie sind dabei',
    open: '{{name}} öffnen',
    stop: 'Beitritt abbrechen',
    refused: 'Der Beitritt ging nicht',
    remove: 'Aus der Liste nehmen',
    stepDone: 'erledigt',
    stepNow: 'läuft',
    stepLater: 'kommt noch',
  },

  create: {
    title: 'Eine Gemeinschaft gründen',
    template: 'Was für eine Gemeinschaft ist es?',
    templateHint:
      'Danach richten sich die ersten Räume und der Vorschlag für die Regeln. Sie können später alles ändern.',
    name: 'Name',
    namePlaceholder: 'Gartenfreunde',
    purpose: 'Wofür ist sie da?',
    purposePlaceholder: 'Ein oder zwei Sätze, die man vor dem Beitritt sieht.',
    rules: 'Regeln, denen alle beim Beitritt zustimmen',
    rulesHint: 'Ein Vorschlag für den Anfang: Machen Sie ihn zu Ihrem eigenen.',
    rulesReset: 'Wieder die vorgeschlagenen Regeln nehmen',
    yourName: 'Ihr Name in dieser Gemeinschaft',
    submit: 'Gemeinschaft gründen',
  },

  template: {
    neighbourhood: {
      name: 'Nachbarschaft',
      hint: 'Nachbarn, ein Haus, ein Dorf',
      rules:
        '1. Wir sind zuerst Nachbarn: Seid freundlich und geht von guten Absichten aus.\n2. Keine Werbung, und Verkaufsangebote höchstens einmal in der Woche.\n3. Es geht um hier: was los ist, wer Hilfe braucht, was man leihen kann.\n4. Bilder, Adressen und Kennzeichen anderer nur, wenn sie einverstanden sind.\n5. Streit wird persönlich oder mit der Moderation geklärt, nicht vor allen.',
    },
    class: {
      name: 'Klasse',
      hint: 'Ein Kurs, eine Schulklasse, eine Lerngruppe',
      rules:
        '1. Jede Frage ist willkommen: Niemand wird fürs Fragen ausgelacht.\n2. Helft einander zu verstehen; reicht bei benoteten Aufgaben nicht bloß Lösungen weiter.\n3. Sagt dazu, woher etwas kommt, wenn ihr es teilt.\n4. Was jemand über Noten, Gesundheit oder Familie sagt, bleibt hier.\n5. Nehmt andere, wie sie sind: keine Beleidigung, keine Belästigung, kein Ausschließen.',
    },
    cause: {
      name: 'Anliegen',
      hint: 'Eine Kampagne, eine Initiative, Freiwillige',
      rules:
        '1. Wir sind für die Sache hier: Streitet über Gedanken, nie gegen Menschen.\n2. Keine Aufrufe zu Gewalt und nichts, was andere in Gefahr bringt.\n3. Prüft, bevor ihr teilt; sagt offen, wenn sich etwas als falsch erweist.\n4. Was hier geplant wird, bleibt hier, bis wir es gemeinsam veröffentlichen.\n5. Wie viel jemand gibt, entscheidet jeder Mensch selbst.',
    },
    'game-club': {
      name: 'Spieleclub',
      hint: 'Brettspiele, Schach, Rollenspiel',
      rules:
        '1. Spielt fair, verliert mit Anstand und gewinnt mit noch mehr davon.\n2. Kein Betrug und keine Hilfe von außen, außer der Tisch ist einverstanden.\n3. Erklärt Neuen gern die Regeln.\n4. Wer ein Spiel verlassen muss, sagt Bescheid.\n5. Keine Beleidigung und keine Belästigung, auch nicht im Spaß.',
    },
    professional: {
      name: 'Berufskreis',
      hint: 'Kollegen, ein Handwerk, ein Netzwerk',
      rules:
        '1. Teilt, was ihr wisst, und nennt die, von denen ihr es habt.\n2. Geheimnisse von Arbeitgebern und Kundschaft bleiben geheim.\n3. Angebote und Stellen kommen dahin, wo sie hingehören, und sagen, wer dahinter steht.\n4. Kritisiert Arbeit, nie Menschen.\n5. Keine Belästigung und keine Benachteiligung irgendeiner Art.',
    },
    'support-group': {
      name: 'Selbsthilfegruppe',
      hint: 'Menschen, die einander durch etwas hindurchhelfen',
      rules:
        '1. Was hier gesagt wird, bleibt hier.\n2. Erst zuhören. Rat nur, wenn jemand darum bittet.\n3. Was jemand erlebt, gehört ihm: kein Urteilen, kein Vergleichen.\n4. Kündigt schwere Themen am Anfang an, damit andere wählen können.\n5. Wir ersetzen keine Fachleute. Im Notfall den Notruf wählen.',
    },
  },

  invite: {
    title: 'Leute zu {{name}} einladen',
    intro: 'Wer diesen Link hat, kann beitreten, solange er gilt. Er trägt Namen, Zweck und Regeln mit sich.',
    uses: 'Wie viele ihn benutzen dürfen',
    expiry: 'Gültig für',
    hours_one: '{{count}} Stunde',
    hours_other: '{{count}} Stunden',
    days_one: '{{count}} Tag',
    days_other: '{{count}} Tage',
    make: 'Einladungslink machen',
    link: 'Einladungslink',
    copyLink: 'Link kopieren',
    qr: 'QR-Bild des Einladungslinks',
    savePicture: 'Bild speichern',
    tooLongForQr:
      'Wegen der Regeln, die er trägt, ist dieser Link zu lang für ein QR-Bild. Schicken Sie statt dessen den Link.',
    good_one: 'Gilt für {{count}} Person bis {{when}}.',
    good_other: 'Gilt für {{count}} Personen bis {{when}}.',
    another: 'Anderen Link machen',
    careful:
      'Geben Sie ihn nur Leuten, die hereinkommen sollen: Gerät er in fremde Hände, lässt er Fremde ein, bis er abläuft.',
  },

  community: {
    menu: 'Menü von {{name}}',
    current: 'gerade offen',
    add: 'Gemeinschaft hinzufügen',
    me: 'Sie und die Einstellungen',
    invite: 'Leute einladen',
    newRoom: 'Neuer Raum',
    leave: 'Gemeinschaft verlassen',
    rooms: 'Räume',
    noRooms: 'Es gibt noch keinen Raum.',
    noRoomsTitle: 'Noch kein Raum',
    noRoomsHint: 'Legen Sie den ersten an und sagen Sie, wofür er da ist.',
    joiningShort: 'Beitritt läuft',
    damagedShort: 'beschädigt',
    leftShort: 'verlassen',
    leftNotice: 'Sie haben diese Gemeinschaft verlassen. Diese Kopie bleibt zum Lesen; Neues kommt nicht mehr an.',
    removeData: 'Diese Kopie entfernen',
    removeTitle: 'Alles entfernen, was dieses Gerät von {{name}} hat?',
    removeText: 'Die Kopie auf diesem Gerät wird endgültig gelöscht. Was andere Mitglieder haben, bleibt bei ihnen.',
    damagedTitle: '{{name}} lässt sich nicht öffnen',
    damagedHelp:
      'Ihre anderen Gemeinschaften sind nicht betroffen. Sie können die beschädigte Kopie entfernen und mit einer neuen Einladung wieder beitreten.',
  },

  leave: {
    title: '{{name}} verlassen?',
    text: 'Die anderen Mitglieder sehen, dass Sie gegangen sind. Was Sie geschrieben haben, bleibt bei ihnen.',
    keep: 'Eine Kopie zum Lesen auf diesem Gerät behalten',
    keepHint: 'Sie können alles bis jetzt lesen und es später entfernen.',
    delete: 'Alles von dieser Gemeinschaft auf diesem Gerät löschen',
    deleteHint: 'Das lässt sich nicht rückgängig machen.',
    submit: 'Verlassen',
  },

  room: {
    createTitle: 'Neuer Raum',
    name: 'Name',
    namePlaceholder: 'samentausch',
    topic: 'Wofür ist er da?',
    create: 'Raum anlegen',
    messages: 'Nachrichten in {{name}}',
    start: 'Hier beginnt {{name}}.',
    emptyTitle: 'Noch hat niemand etwas gesagt',
    empty: 'Sagen Sie, wofür dieser Raum da ist.',
    write: 'Die erste Nachricht schreiben',
    placeholder: 'Nachricht an {{name}}',
    compose: 'Eine Nachricht schreiben',
    send: 'Senden',
    sendHint: 'Eingabe sendet, Umschalt+Eingabe macht eine neue Zeile',
    counter: 'noch {{left}}',
    tooLong:
      'Das ist zu lang für eine Nachricht: {{have}} von höchstens {{most}}. Nichts ist verloren; kürzen Sie es oder senden Sie es in Teilen.',
    held: 'Was Sie eingefügt haben, ist zu lang für eine Nachricht: {{have}} von höchstens {{most}}. Es bleibt hier, bis Sie es verwerfen.',
    letGo: 'Verwerfen',
    unsent: 'Noch nicht gesendet.',
    sending: 'Wird aufbewahrt …',
    edit: 'Weiterschreiben',
    newLine: 'Neu, seit Sie weg waren',
    toPresent: 'Zum Neuesten springen',
    newBelow_one: '{{count}} neue Nachricht',
    newBelow_other: '{{count}} neue Nachrichten',
    loadingOlder: 'Ältere Nachrichten werden geholt …',
    goneTitle: 'Dieser Raum lässt sich nicht zeigen',
    me: 'Sie',
    kept: 'Liegt hier',
    keptLong: 'Liegt auf diesem Gerät. Geht von selbst hinaus, sobald ein Mitglied online ist.',
    reached_one: 'Hat {{count}} Mitglied erreicht',
    reached_other: 'Hat {{count}} Mitglieder erreicht',
    late: 'Später angekommen',
    lateLong: 'Wurde früher geschrieben und ist erst später hier angekommen.',
    written: 'Geschrieben am {{when}}, nach der Uhr des Verfassers',
    onThisDevice: 'Auf diesem Gerät',
    announced: '{{name}}: {{text}}',
  },

  members: {
    title_one: '{{count}} Mitglied',
    title_other: '{{count}} Mitglieder',
    online_one: 'Online · {{count}}',
    online_other: 'Online · {{count}}',
    offline_one: 'Nicht verbunden · {{count}}',
    offline_other: 'Nicht verbunden · {{count}}',
    left_one: 'Gegangen · {{count}}',
    left_other: 'Gegangen · {{count}}',
    onlineHint: 'Online heißt: jetzt mit diesem Gerät verbunden.',
    you: 'Sie',
    since: 'hier seit {{when}}',
    lookAlike: 'Ein anderes Mitglied heißt sehr ähnlich; der Schlüssel von diesem beginnt mit {{tag}}',
    alone: 'Sie sind allein hier.',
    invite: 'Leute einladen',
  },

  role: { owner: 'Leitung', moderator: 'Moderation', member: 'Mitglied' },

  settings: {
    title: 'Einstellungen',
    you: 'Sie',
    name: 'Ihr Name',
    nameHint: 'Wird vorgeschlagen, wenn Sie von jetzt an beitreten oder gründen.',
    look: 'Aussehen',
    theme: 'Farben',
    themeSystem: 'Wie das System',
    themeLight: 'Hell',
    themeDark: 'Dunkel',
    density: 'Abstände',
    densityComfy: 'Luftig',
    densityCompact: 'Eng',
    language: 'Sprache',
    languageSystem: 'Wie das System',
    about: 'Dieses Gerät',
    version: 'Version',
    folder: 'Ihr Profil liegt in',
    protection: 'Ihre Schlüssel liegen',
    protectionKeychain: 'im Schlüsselbund des Systems',
    protectionPlainKeychain: 'in einem Schlüsselbund, den dieses System nicht gut schützt',
    protectionPassphrase: 'unter Ihrer Passphrase',
    protectionFile: 'in einer Datei, die nur Ihr Benutzerkonto lesen kann',
    keyboard: 'Tastenkürzel',
  },

  palette: {
    title: 'Wohin, oder was tun',
    placeholder: 'In einen Raum, in eine Gemeinschaft, oder etwas tun …',
    nothing: 'So heißt nichts.',
    communities: 'Gemeinschaften',
    rooms: 'Räume',
    actions: 'Tun',
  },

  keys: {
    ...talkKeys,
    title: 'Tastenkürzel',
    palette: 'Irgendwohin gehen oder etwas tun',
    community: 'Gemeinschaft 1 bis 9',
    space: 'Voriger oder nächster Raum',
    unreadSpace: 'Voriger oder nächster ungelesener Raum',
    close: 'Offenes schließen, dann zum Neuesten springen',
    send: 'Nachricht senden',
    newLine: 'Neue Zeile',
    pane: 'Einzelheiten zeigen oder verbergen',
    settings: 'Einstellungen',
    regions: 'Nächster Teil des Fensters',
    message: 'Nächste oder vorige Nachricht',
    markRead: 'Raum als gelesen markieren',
    sheet: 'Diese Liste',
    singles: 'Einzelne Buchstaben wirken, solange Sie nicht schreiben.',
  },

  ...membership,

  ...home,
  ...inbox,
  ...apart,
  ...content,
  ...presence,
  ...talk,
  ...boards,
  ...attachments,
  ...search,
  ...folk,
  ...emoji,

  ...carried,
  ...archive,
  ...imports,
  ...network,

  refused: {
    ...apartRefused,
    ...talkRefused,
    ...boardsRefused,
    ...attachmentsRefused,
    ...folkRefused,
    ...membershipRefused,
    ...carriedRefused,
    ...archiveRefused,
    ...importsRefused,
    ...networkRefused,
    'text/empty': 'Bitte schreiben Sie hier etwas: Das enthält kein sichtbares Zeichen.',
    'text/too-long': 'Das ist zu lang: {{have}} von höchstens {{most}}. Nichts ist verloren; bitte kürzen Sie es.',
    'invite/not-a-link': 'Das ist kein Einladungslink. Er müsste mit folkmoot://join beginnen.',
    'invite/damaged':
      'Dieser Einladungslink ist beschädigt: Ein Teil fehlt oder ist verändert. Bitten Sie noch einmal darum.',
    'invite/expired': 'Diese Einladung ist abgelaufen. Bitten Sie um eine neue.',
    'invite/newer-version': 'Diese Einladung stammt von einem neueren Folkmoot. Bitte aktualisieren Sie Ihres.',
    'storage/wrong-passphrase': 'Das ist nicht die Passphrase dieses Profils.',
    'storage/disk-full':
      'Die Festplatte ist voll, deshalb konnte das nicht aufbewahrt werden. Schaffen Sie Platz und versuchen Sie es noch einmal.',
    'community/left': 'Sie haben diese Gemeinschaft verlassen; hier kann nichts mehr geschrieben werden.',
    'invite/used-up': 'Diese Einladung wurde schon so oft benutzt, wie sie erlaubt. Bitten Sie um eine neue.',
    'invite/revoked': 'Diese Einladung gilt nicht mehr. Bitten Sie um eine neue.',
    'invite/not-accepted': 'Das gefragte Mitglied hat diese Einladung nicht angenommen. Bitten Sie um eine neue.',
    'membership/not-admitted': 'Die Gemeinschaft hat dieses Gerät nicht eingelassen.',
    'membership/wrong-genesis':
      'Was ankam, ist nicht der Anfang dieser Gemeinschaft. Bitten Sie um eine neue Einladung.',
    'membership/not-a-member': 'Dieses Gerät gehört nicht zur Gemeinschaft.',
    'membership/full': 'Das Mitgliederverzeichnis dieser Gemeinschaft ist voll.',
    'community/unknown': 'Diese Gemeinschaft ist nicht auf diesem Gerät.',
    'community/joining': 'Sie sind noch kein Mitglied: Folkmoot sucht noch jemanden, der Sie einlassen kann.',
    'community/not-allowed': 'Das dürfen nur Leitung und Moderation dieser Gemeinschaft.',
    'community/already-member': 'Sie sind schon Mitglied dieser Gemeinschaft.',
    'community/damaged': 'Die Daten dieser Gemeinschaft lassen sich nicht öffnen. Nichts wurde verändert.',
    'space/unknown': 'Dieser Raum ist (noch) nicht auf diesem Gerät.',
    'documents/no-key':
      'Dieses Gerät hat noch keinen Schlüssel, um hier zu schreiben. Es bekommt ihn vom nächsten Mitglied, das es trifft.',
    'documents/full': 'Diese Gemeinschaft hat so viele Seiten, wie Folkmoot halten kann.',
    'storage/not-a-folder': 'Der Ort dieses Profils ist kein Ordner. Wählen Sie einen anderen.',
    'storage/read-only':
      'Folkmoot darf dort nicht schreiben, wo dieses Profil liegt. Machen Sie es beschreibbar, oder wählen Sie einen anderen Ort.',
    'storage/disk-failed':
      'Die Festplatte meldet einen Fehler. Prüfen Sie sie, und starten Sie Folkmoot dann noch einmal.',
    'storage/damaged':
      'Diese Daten sind beschädigt. Spielen Sie eine Sicherung ein, oder holen Sie sie von anderen Mitgliedern neu.',
    'storage/newer-version':
      'Ein neueres Folkmoot hat diese Daten geschrieben. Installieren Sie die neueste Version, um sie zu öffnen.',
    'storage/passphrase-too-short': 'Diese Passphrase ist zu kurz: Nehmen Sie mindestens {{least}} Zeichen.',
    'storage/key-damaged': 'Der Schlüssel dieses Profils ist beschädigt. Spielen Sie ihn aus einer Sicherung ein.',
    'storage/key-protected':
      'Der Schlüssel dieses Profils ist durch eine Passphrase geschützt. Starten Sie Folkmoot mit der Passphrase.',
    'storage/key-missing': 'Der Schlüssel dieses Profils fehlt.',
    'join/refused': 'Das andere Gerät hat dieses nicht eingelassen.',
    'join/timeout': 'Das andere Gerät hat nicht rechtzeitig geantwortet.',
    'sync/unreachable': 'Das andere Gerät ist gerade nicht zu erreichen.',
    'host/not-ready': 'Folkmoot ist noch nicht offen. Versuchen Sie es gleich noch einmal.',
    'host/too-many-calls': 'Es wurde zu viel auf einmal gefragt. Versuchen Sie es gleich noch einmal.',
    'core/unexpected': 'In Folkmoot ist etwas schiefgegangen. Was Sie vorher geschrieben haben, ist aufbewahrt.',
    'screen/lost':
      'Folkmoot hat nicht geantwortet, deshalb ist das nicht geschehen. Versuchen Sie es gleich noch einmal.',
  },
}
