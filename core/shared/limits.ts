/**
 * Every limit of core, with its unit. LIMITS.md lists the same with what happens when one is hit;
 * test/core/shared/limits.test.ts keeps the two equal.
 */
const KiB = 1024
const MiB = 1024 * KiB
const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

export const LIMITS = {
  /** Characters (code points) of a member's display name. */
  nameChars: 64,
  /** Characters of a community's name. */
  communityNameChars: 80,
  /** Characters of a community's purpose. */
  purposeChars: 500,
  /** Characters of a community's rules; they travel inside the invite link. */
  rulesChars: 2000,
  /** Characters of a space's name. */
  spaceNameChars: 50,
  /** Characters of a space's topic line. */
  spaceTopicChars: 200,
  /** Characters of the reason somebody gives for a membership decision. */
  reasonChars: 500,
  /** Characters of a member's pronouns. */
  pronounsChars: 40,
  /** Characters of what a member tells of themselves. */
  bioChars: 1000,
  /** Languages a member says they speak. */
  aboutLanguages: 12,
  /** Characters of a skill, or of what somebody offers or seeks in a word or two. */
  tagChars: 40,
  /** Skills a member names. */
  skills: 30,
  /** Things a member offers, and things they seek, in a word or two each. */
  offerTags: 15,
  /** Characters of the sentence about what a member offers, and about what they seek. */
  offerChars: 300,
  /** Lines of a member's experience. */
  experienceLines: 12,
  /** Characters of what was done in one line of experience, and of where. */
  experienceChars: 80,
  /** Bytes of a member's picture: a face of 256 pixels takes 8 to 12 KiB, and every newcomer fetches that of everybody. */
  pictureBytes: 12 * KiB,
  /** Pixels of each side of a member's picture. */
  pictureSide: 256,
  /** Bytes of the file a picture is cut out of. */
  pictureFileBytes: 32 * MiB,
  /** Pictures of members a screen holds that shows none of them. */
  picturesKept: 500,
  /** Milliseconds between two lists of who has which picture. */
  picturesTick: 1 * second,
  /** Milliseconds for which a member is shown as new. */
  newcomerTime: 14 * day,
  /** Milliseconds after joining in which the first steps are offered. */
  welcomeTime: 30 * day,
  /** Milliseconds ahead that birthdays and anniversaries are listed. */
  comingTime: 30 * day,
  /** Characters of the title of a board's topic. */
  topicTitleChars: 150,
  /** Tags of one topic. */
  topicTags: 5,
  /** Categories of one board. */
  boardCategories: 30,
  /** Tags of a board that are offered where one is chosen. */
  boardTags: 200,
  /** Posts that one entry moves into another topic. */
  movedPosts: 50,
  /** Bytes of one message's text in UTF-8. */
  messageBytes: 32 * KiB,
  /** Rows of one page of a live query. */
  windowRows: 200,

  /** Bytes of one entry in canonical CBOR. */
  entryBytes: 64 * KiB,
  /** Fields of one entry. */
  entryFields: 64,
  /** Arrays and maps inside one another in an entry, the entry itself included. */
  entryDepth: 3,
  /** Values in one entry, keys included. */
  entryValues: 1024,
  /** Entries of one feed in one document; what lies beyond is not taken. */
  feedEntries: 1000,
  /** Weight of one feed in one document, bytes: entries with what their headers name. What lies beyond is not taken. */
  feedBytes: 256 * KiB,
  /** Automerge operations of one feed in one document; what lies beyond has no effect. */
  feedOperations: 32 * 1024,
  /** Entries after which a page is full and the space goes on in a new one. */
  pageEntries: 1000,
  /** Weight after which a page is full, bytes. */
  pageBytes: 256 * KiB,
  /** `seen` pointers in one envelope. */
  seenPointers: 8,
  /** Membership heads named in one envelope. */
  envelopeHeads: 32,
  /** Epochs one envelope is written under. */
  envelopeEpochs: 8,
  /** Entries in one block. */
  blockEntries: 1000,
  /** Bytes of one block on the wire or disk, deflated. */
  blockBytes: 960 * KiB,
  /** Bytes a block may inflate to, and bytes its entries may come to. */
  blockInflatedBytes: 2 * MiB,
  /** Feeds in one block. */
  blockFeeds: 1000,
  /** Feeds stored for one document. */
  documentFeeds: 4000,
  /** Feeds of one device stored for one document. */
  deviceFeeds: 500,
  /** Documents stored of one community. */
  communityDocuments: 20_000,
  /** Entries waiting outside blocks in one document before they are packed. */
  tailEntries: 250,
  /** Bytes of entries waiting outside blocks in one document before they are packed. */
  tailBytes: 128 * KiB,
  /** Weight of items put into one block, bytes. */
  packBytes: 512 * KiB,
  /** Entries of a page beyond which its Automerge document is not loaded whole; it is shown through the index. */
  loadedPageEntries: 4000,
  /** Automerge operations of a page beyond which its document is not loaded. */
  loadedPageOperations: 128 * 1024,
  /** Automerge documents held open at once. */
  openDocuments: 24,

  /** Bytes of one membership action, sealed. */
  actionBytes: 64 * KiB,
  /** Actions a membership log may hold. */
  logActions: 20_000,
  /** Parents one action may name. */
  actionParents: 32,
  /** Uses of one invite. */
  inviteUses: 1000,
  /** Milliseconds an invite is good for at most. */
  inviteAge: 30 * day,
  /** Addresses in one invite link. */
  inviteAddresses: 8,
  /** Characters of an invite link. */
  inviteLinkChars: 8 * KiB,
  /** Feeds in the cut one action carries; a longer cut takes several. */
  cutFeeds: 160,
  /** Keys one rotation seals; who is not among them gets the key from whoever holds it, on request. */
  sealedKeys: 600,
  /** Epochs a rotation may follow. */
  epochParents: 64,
  /** Epochs whose keys a newcomer or a new device is handed in one action, the newest. */
  handedEpochs: 256,
  /** Devices of one member in use at once, the recovery key aside. */
  memberDevices: 8,
  /** Milliseconds a link that adds a device is good for. */
  pairingAge: 10 * minute,
  /** Milliseconds after which a new device asks again whether it was added. */
  pairingRetry: 2 * second,
  /** Milliseconds for which nothing more may come, before it counts as all that lost devices wrote. */
  recoverySettled: 2 * second,
  /** Devices of one member over all time. */
  memberDevicesEver: 64,
  /** Bytes of actions of one device of a plain member. */
  memberLogBytes: 4 * MiB,
  /** Bytes of actions of one device of a moderator. */
  moderatorLogBytes: 64 * MiB,
  /** Actions of one plain member, beyond which theirs are left aside until somebody else has built on them; and of one of their devices. */
  memberActions: 2000,
  /** The same of a moderator. */
  moderatorActions: 10_000,
  /** Actions in a log beyond which those of plain members are left aside: the rest is for who stands above. */
  logForMembers: 12_000,
  /** Actions in a log beyond which those of moderators are left aside too. */
  logForModerators: 17_000,
  /** Actions of a log that are left aside and kept in memory. */
  deferredActions: 4000,
  /** Removals by one moderator in 24 hours of their own clock; further ones wait for a second signer. */
  removalsPerDay: 5,

  /** Private rooms and conversations of one community on one device. */
  privateSpaces: 500,
  /** Private rooms and conversations that one other member begins, of those on one device. */
  privateSpacesOfOne: 64,
  /** Private spaces of one community of which only a letter has come. */
  awaitedSpaces: 250,
  /** People in one private space. */
  privatePeople: 200,
  /** Bytes of a letter that tells of a private space. */
  letterBytes: 4 * KiB,

  /** Bytes of one frame on a stream. */
  frameBytes: 1 * MiB,
  /** Bytes waiting to be sent on one stream before the sender waits. */
  sendQueueBytes: 2 * MiB,
  /** Frames received on one stream and not yet read. */
  receiveQueueFrames: 16,
  /** Milliseconds without a byte after which a stream that owes an answer is given up. */
  frameTimeout: 30 * second,
  /** Milliseconds for a whole session handshake. */
  handshakeTimeout: 10 * second,
  /** Milliseconds for a whole join. */
  joinTimeout: 30 * second,
  /** Joiners served at once. */
  joinersAtOnce: 4,
  /** Connections of one profile. */
  connections: 100,
  /** Connections that are still being set up. */
  pendingConnections: 10,
  /** Connections from one host that are still being set up. */
  pendingConnectionsPerHost: 4,
  /** New inbound connections a second from one host. */
  connectionsPerSecond: 5,
  /** Milliseconds for encryption and muxing of a new connection. */
  upgradeTimeout: 10 * second,
  /** Milliseconds for one dial. */
  dialTimeout: 10 * second,
  /** Streams one connection may have open. */
  streamsPerConnection: 96,
  /** Inbound streams of one protocol and connection. */
  streamsPerProtocol: 8,
  /** Bytes of one yamux stream window at most. */
  streamWindowBytes: 1 * MiB,
  /** Milliseconds before the first redial of a peer that was lost. */
  redialFirst: 1 * second,
  /** Milliseconds between redials at most. */
  redialMost: 1 * minute,
  /** Milliseconds one address of a dial has before it gives way to others, which wait for its place. */
  addressDialTimeout: 4 * second,
  /** Milliseconds before the next address of a dial is tried beside those before: RFC 8305 advises 250. */
  addressDialPause: 300,
  /** Addresses of one dial that are tried at once. */
  addressDialsAtOnce: 6,
  /** Milliseconds in which a frame that has begun must be whole. */
  frameDuration: 2 * minute,
  /** Milliseconds between checks that a connection is alive. */
  connectionCheck: 5 * second,
  /** Milliseconds a connection may take to answer such a check before it is given up. */
  connectionCheckTimeout: 5 * second,
  /** Milliseconds it may take at most on a line that has been slow of late. */
  connectionCheckMost: 10 * second,
  /** Milliseconds without a byte after which a connection, or a stream, is given up. */
  connectionInactivity: 2 * minute,
  /** Milliseconds a connection has to close in good order, before it is cut. */
  connectionCloseTimeout: 1 * second,
  /** Addresses one peer may announce on the local network. */
  discoveredAddresses: 8,
  /** Peers on the local network that are remembered as heard. */
  discoveredPeers: 256,
  /** Milliseconds after which a peer that is still heard on the local network is told again. */
  discoveryRepeat: 30 * second,
  /** Milliseconds between questions on the local network. */
  discoveryInterval: 5 * second,
  /** Documents offered or feeds listed in one frame. */
  vectorPage: 500,
  /** Feeds, and branches of feeds that fork, which a peer may name of one document. */
  vectorHeads: 40_000,
  /** Actions a peer may show before it has proven who it is, or as a device that may do nothing. */
  strangerActions: 5000,
  /** Refused actions of the log in one handshake, from a device that is not known. */
  strangerRefused: 32,
  /** Bytes a peer may show of the log before it has proven who it is. */
  strangerBytes: 8 * MiB,
  /** Actions named to show what of a log is held. */
  logSample: 64,
  /** Bytes of one frame until a peer has shown that it knows the community. */
  greetingBytes: 8 * KiB,
  /** Epochs of which a peer shows at the beginning that it holds the key. */
  vouches: 32,
  /** Sealed actions in one frame. */
  logPage: 256,
  /** Bytes of sealed actions gathered into one frame, its first aside. */
  logPageBytes: 256 * KiB,
  /** Bytes of a log taken from an admitter. */
  joinLogBytes: 64 * MiB,
  /** Bytes of a request to be admitted. */
  joinRequestBytes: 4 * KiB,
  /** Peers asked at once to admit. */
  joinPeers: 16,
  /** Milliseconds after which the next peer is asked to admit, while those before have not answered. */
  joinStagger: 300,
  /** Milliseconds after which the next member is asked to admit, though the one before has not answered. */
  joinPatience: 3 * second,
  /** Addresses of one peer that are told and remembered. */
  peerAddresses: 8,
  /** Characters of one address. */
  addressChars: 340,
  /** Documents asked for at once in one session. */
  wantsAtOnce: 32,
  /** Documents streamed at once in one session, one block of each in turn. */
  streamsAtOnce: 8,
  /** Documents that a peer may have asked for and not been sent yet. */
  wantsWaiting: 64,
  /** Documents in which it is tracked how far one peer is. */
  followedDocuments: 1000,
  /** Feeds over all documents in which it is tracked how far one peer is. */
  followedFeeds: 50_000,
  /** Documents offered by one peer that are not known here yet. */
  unknownDocuments: 10_000,
  /** Bytes of blocks with nothing new in them that one peer may send in a row. */
  uselessBytes: 32 * MiB,
  /** Milliseconds in which changes are gathered before they are offered. */
  offerTick: 20,
  /** Milliseconds in which what was kept is gathered before it is acknowledged. */
  haveTick: 50,
  /** Milliseconds others' items wait before they are passed on, since most peers have them from their author by then. */
  relayTick: 100,
  /** Milliseconds after which digests are compared of what two peers have each from somebody else. */
  doubtTick: 10 * second,
  /** Milliseconds between looks at whether a session still gets on. */
  sessionCheck: 5 * second,
  /** Milliseconds after which a document that a peer does not send may be fetched from another as well. */
  fetchPatience: 10 * second,
  /** Milliseconds without a frame of ours after which a session says that it is there. */
  keepAlive: 25 * second,
  /** Milliseconds without a byte after which a session is given up. */
  sessionSilence: 75 * second,
  /** Milliseconds one frame may wait to be taken before a session is given up. */
  sessionStall: 5 * minute,
  /** Milliseconds a session has to say goodbye. */
  sessionFarewell: 1 * second,
  /** Sessions one peer may open on a connection, one for each community and private space in common. */
  sessionStreams: 64,
  /** The same, of a peer there is no session with yet. */
  strangerStreams: 32,
  /** Sessions of private spaces with one peer at once. */
  privateSessions: 24,
  /** Milliseconds the session of a private space lasts at least before it gives way to another that waits. */
  privateTurn: 30 * second,
  /** Letters sent or taken in one session. */
  sessionLetters: 256,
  /** Bytes of a word that is kept nowhere, such as that somebody writes. */
  signalBytes: 64,
  /** Such words waiting to be sent to one peer; the oldest give way. */
  signalsWaiting: 8,
  /** Such words taken from one peer in a row; then `signalsPerSecond`, and those beyond are passed over. */
  signalsInRow: 20,
  /** Further such words a second. */
  signalsPerSecond: 2,
  /** Words one peer may send in a session that are passed over. */
  uselessSignals: 5000,
  /** Sessions that wait for their turn to have something large taken, beyond which the last are asked to send later. */
  turnsWaiting: 8,
  /** Milliseconds for which a peer that is busy is sent nothing it asked for, at most each time it says so. */
  laterMost: 10 * second,
  /** Milliseconds a busy device asks for. */
  laterAsked: 1 * second,
  /** Epochs asked for, or keys sent, in one frame. */
  keysPage: 64,
  /** Keys one peer is asked for and has not sent yet. */
  keysWaiting: 256,
  /** Keys a peer may send that are none. */
  uselessKeys: 64,
  /** Times a peer may ask in one session for what it has asked for before, all at once; then `wantsPerSecond`. */
  wantsAgain: 500,
  /** Further such questions a second. */
  wantsPerSecond: 5,
  /** Sessions one peer may begin in a row in one community; then one for each of `redialFirst`. */
  sessionsInRow: 30,
  /** Times in a row a peer that is met may speak of what is not known here; then once a second. */
  unknownInRow: 200,
  /** Sessions of one community. */
  communitySessions: 30,
  /** Sessions of one community beyond which no more are sought. */
  soughtSessions: 16,
  /** Devices of one community of which the address book holds an entry. */
  places: 512,
  /** Bytes of one entry of the address book. */
  placeBytes: 4 * KiB,
  /** Entries of the address book in one frame. */
  placesPage: 32,
  /** Milliseconds an entry of the address book is good for; it is made anew at half of that. */
  placeAge: 7 * day,
  /** Milliseconds by which an entry of the address book may be ahead of the own clock: clocks are often wrong by their time zone. */
  placeAhead: 1 * day,
  /** Milliseconds in which changes of the own addresses are gathered before a new entry is made. */
  placeTick: 200,
  /** New entries of one device taken in a row; then one a minute. */
  placesInRow: 20,
  /** Entries one peer may tell in a row that are no news; then ten a second. */
  uselessPlaces: 2000,
  /** Devices that may say of one peer id, which nobody has met yet, that it is theirs. */
  placeClaims: 4,
  /** Milliseconds a session lasts at least before it makes room for another, where there are as many as may be. */
  sessionTurn: 30 * second,
  /** Milliseconds between looks at whether this device has slept, or its clock was set. */
  wakeCheck: 5 * second,
  /** Milliseconds by which the clock may differ from what has passed before that counts as sleep. */
  clockJump: 30 * second,
  /** Those next in the circle of all peers that are sought though there are sessions enough, so that a community does not fall apart. */
  soughtNext: 2,
  /** Relays that are sought though there are sessions enough. */
  soughtRelays: 2,
  /** Milliseconds between two moves of one session to a better path. */
  movePause: 30 * second,
  /** Milliseconds for which a peer whose session moves is shown as met all the same. */
  moveTime: 10 * second,
  /** Milliseconds a relay may take to let this device in before others are asked first. */
  relayPatience: 30 * second,
  /** Milliseconds for which a relay is kept over which nobody comes, where others could be asked. */
  relayTurn: 1 * hour,
  /** Peers of one community that are dialled again and again. */
  redialPeers: 512,
  /** Dials of one community at once. */
  dialsAtOnce: 4,
  /** Milliseconds the peer with the larger id waits for the other to dial, when they hear each other in the local network. */
  politeWait: 1500,
  /** Milliseconds for which a peer of the local network that is not of a community is not asked again. */
  notOursFor: 10 * minute,
  /** Connections whose peers have not shown that they belong. */
  strangers: 10,
  /** Milliseconds a peer that broke the protocol is kept out, doubled each time. */
  banFirst: 30 * second,
  /** Milliseconds a peer is kept out at most. */
  banMost: 1 * hour,
  /** Peers that are remembered as having failed. */
  rememberedFailures: 1000,

  /** Bytes of one setting of a profile as JSON. */
  settingBytes: 64 * KiB,
  /** Characters of a profile's passphrase at least. */
  passphraseChars: 8,
  /** Times a passphrase is asked for before the start is given up. */
  passphraseAttempts: 5,

  /** Milliseconds in which changes are gathered before a live query tells them. */
  liveTick: 30,
  /** Milliseconds at least between two answers of what is new in a community. */
  homeTick: 1 * second,
  /** Milliseconds at least between two answers of what is unread: each looks at every place where something is. */
  inboxTick: 500,
  /** Changes one live query may hold back before the slow reader is told to start over. */
  liveBacklog: 5000,
  /** Live queries of one screen at once. */
  liveQueries: 64,
  /** Bytes of one command from the screen. */
  commandBytes: 2 * MiB,
  /** Calls of one screen that wait for their answer. */
  callsAtOnce: 256,
  /** Screens connected to the browser address at once. */
  screens: 32,
  /** Bytes on their way to one screen before its live queries wait for it to take them. */
  screenBacklog: 1 * MiB,
  /** Milliseconds without a sign of life after which a screen's connection is given up. */
  screenTimeout: 45 * second,
  /** Bytes of one log file; there are two. */
  logBytes: 5 * MiB,
  /** Milliseconds between two rounds of putting small blocks together. */
  tidyPause: 5 * minute,
  /** Milliseconds between two steps of such a round. */
  tidyStep: 20,
  /** Milliseconds a member who leaves stays connected, so that others learn of it. */
  farewell: 500,
  /** Milliseconds after a start in which one who was removed asks whether that was overturned. */
  secondLook: 2 * minute,
  /** Milliseconds at least before a device does by itself what any owner's or moderator's could do. */
  dutyPauseLeast: 2 * second,
  /** Milliseconds at most before it does so. */
  dutyPauseMost: 1 * minute,
  /** Invites made on one device that are open at once. */
  openInvites: 20,
  /** Bytes of one parcel: a sealed piece of a community, for a file or a keeper; it fits into a frame with what belongs to it. */
  parcelBytes: 1016 * KiB,
  /** Bytes of content after which a parcel is closed and the next begun. */
  parcelFillBytes: 512 * KiB,
  /** Epochs whose keys one parcel needs at most. */
  parcelEpochs: 64,
  /** Parcels filled at once, each for other epochs. */
  parcelsAtOnce: 16,
  /** Bytes of parcels of one community that wait for a key. */
  waitingParcelBytes: 32 * MiB,
  /** Bundles brought in at once. */
  bundleImports: 2,
  /** Parcels nobody can open in a bundle at most; there is one at least. */
  bundleDecoys: 8,
  /** Milliseconds without a piece after which bringing in a bundle is given up. */
  bundlePatience: 10 * minute,
  /** Milliseconds without a piece after which bringing in a bundle gives way to another. */
  bundleRest: 5 * second,
  /** Bytes of one piece of a bundle between core and screen. */
  bundleChunkBytes: 512 * KiB,
  /** Spaces one part of a community in an archive may name. */
  archiveSpaces: 1000,
  /** Bytes of one piece of an archive between core and screen. */
  archiveChunkBytes: 512 * KiB,
  /** Characters of the passphrase of an archive. */
  archivePassphraseChars: 1024,
  /** Archives that are brought in at once. */
  archivesOpen: 2,
  /** Bytes of an archive that is brought in by a screen: it is laid aside on the disk until it was looked at. */
  archiveSpoolBytes: 16 * 1024 * MiB,
  /** Milliseconds without a word of the screen after which an archive that is brought in is let go of. */
  archivePatience: 60 * minute,
  /** Milliseconds without a word of the screen after which an archive gives way to another. */
  archiveRest: 10 * second,
  /** Things that are wrong with an archive told to a screen at once. */
  archiveProblemsShown: 100,
  /** Times an archive is begun anew because something came in while it was made. */
  archiveTries: 5,
  /** Archives kept to be read in one profile. */
  archivesKept: 50,
  /** Devices that cannot be reached, told to a screen at once. */
  shownUnreached: 30,
  /** Relays at which a device keeps a reservation at once. */
  relays: 2,
  /** Milliseconds between questions to a relay that does not answer or refuses, at most; the first is `redialFirst`. */
  relayRetryMost: 10 * second,
  /** Milliseconds after which a reservation at a relay must be asked for anew. */
  relayReservation: 1 * hour,
  /** Milliseconds for a relay to answer, and for the peer behind it. */
  relayAnswer: 10 * second,
  /** Bytes of one message to or from a relay. */
  relayMessageBytes: 128,
  /** Bytes that wait to be read on a stream on which short messages are exchanged. */
  wordsBuffer: 64 * KiB,
  /** Devices that keep a reservation at one relay. */
  relayReservations: 64,
  /** Connections that one device relays at once. */
  relayCircuits: 64,
  /** Connections of one member's device that are relayed at once, as the one who dials. */
  relayCircuitsPerPeer: 16,
  /** Connections of devices that are not known, and may come to join, that one device relays at once. */
  relayStrangers: 4,
  /** Milliseconds such a connection lasts. */
  relayStrangerDuration: 2 * minute,
  /** Milliseconds one relayed connection lasts. */
  relayDuration: 1 * hour,
  /** Bytes that are relayed for one device in each `relayReservation`, both ways. */
  relayBytes: 1024 * MiB,
  /** Milliseconds that direct addresses are tried before relays are dialled too. */
  relayHeadStart: 500,
  /** Questions a second that one host may ask about how it is seen. */
  stunPerSecond: 20,
  /** Milliseconds in which the connection of a session must answer when the same device comes again on a newer one. */
  connectionProof: 3 * second,
  /** Milliseconds in which a new path must answer. */
  pathProbe: 4 * second,
  /** Milliseconds for which two connections to one peer may stay beside one another. */
  pathSettles: 3 * second,
  /** Milliseconds for two devices to open a path through their routers. */
  punchTimeout: 10 * second,
  /** Milliseconds before a better path than a relay is sought again, doubled each time. */
  upgradeFirst: 5 * second,
  /** Milliseconds between two such attempts at most. */
  upgradeMost: 10 * minute,
  /** Bytes of one message of two devices that open a path. */
  punchMessageBytes: 16 * KiB,
  /** Such messages in one attempt from one side. */
  punchMessages: 64,
  /** Attempts of others to open a path that are answered at once. */
  punchesAtOnce: 8,
  /** Bytes that wait in one opened path before its sender waits. */
  punchedBuffer: 1 * MiB,
  /** Milliseconds for a router to answer. */
  routerAnswer: 10 * second,
  /** Milliseconds for which a router is asked to let others in; renewed at half of that. */
  routerLease: 20 * minute,
  /** Routers that are asked. */
  routers: 4,
  /** Communities one blind keeper keeps parcels of. */
  keeperShelves: 16,
  /** Bytes of parcels a blind keeper keeps of one community, unless told. */
  keeperBudget: 1024 * MiB,
  /** Devices that may use one community's shelf at a blind keeper. */
  keeperDevices: 8000,
  /** Devices whose parcels one shelf holds, over all time. */
  keeperLanes: 16_000,
  /** Part of a shelf's budget that one device may fill which is no owner's. */
  keeperDeviceShare: 0.25,
  /** Devices that may be introduced to a blind keeper by way of one device of its roster; those a roster left out count for ever. */
  keeperIntroductions: 16,
  /** Devices introduced to one shelf at a blind keeper since its last roster. */
  keeperIntroduced: 256,
  /** Devices of one shelf that a blind keeper remembers beside those of its roster, since a roster has left them out. */
  keeperStruck: 16_000,
  /** Shelves of private spaces that a blind keeper keeps beside one community's. */
  keeperAnnexes: 64,
  /** Those of them that one device has had made. */
  keeperAnnexesOfOne: 16,
  /** Part of a community's budget that one of them may fill, beside the budget, which does not become less by it. */
  keeperAnnexShare: 0.01,
  /** Names of such shelves that were dropped and that a blind keeper remembers, of one community. */
  keeperAnnexesGone: 1000,
  /** Milliseconds for which a device stays at a private space's shelf at a keeper when there is nothing to do. */
  keeperAnnexRest: 5 * second,
  /** Milliseconds until it looks there again, unless something was written here. */
  keeperAnnexPause: minute,
  /** Private spaces' shelves a device looks at at once at one keeper. */
  keeperAnnexesAtOnce: 4,
  /** Calls to private spaces' shelves a device heeds in a row in one conversation with a keeper; then `keeperCallsPerSecond`. */
  keeperCalls: 128,
  /** The same, in a second. */
  keeperCallsPerSecond: 1,
  /** Shelves to which one keeper calls a device for one private space since its start, before it knows of that by the space itself. */
  keeperCalledShelves: 16,
  /** Conversations one device has with a blind keeper at once, and as many about private spaces. */
  keeperDeviceSessions: 4,
  /** Conversations a blind keeper has at once with devices no roster names yet, on all shelves: they may be made up by one member. */
  keeperGuestSessions: 12,
  /** Conversations of one peer with a blind keeper in which it has not shown yet who it is. */
  keeperUnproven: 8,
  /** Lanes named in one frame to or from a keeper. */
  keeperLanesPage: 200,
  /** Conversations a blind keeper has at once. */
  keeperSessions: 80,
  /** Parcels one device may put in a row; then `keeperPutsPerSecond`. */
  keeperPuts: 300,
  /** Further parcels a second. */
  keeperPutsPerSecond: 10,
  /** Questions one device may ask a keeper in a row; then `keeperAsksPerSecond`. */
  keeperAsks: 20_000,
  /** Further questions a second. */
  keeperAsksPerSecond: 20,
  /** Keepers of one community. */
  communityKeepers: 4,
  /** Milliseconds in which own changes are gathered before they are taken to a keeper. */
  keepTick: 2 * second,
  /** Milliseconds others' changes wait before they are taken to a keeper, since their author mostly has done so by then. */
  keepOthersTick: 30 * second,
  /** Milliseconds between two looks whether a keeper's shelf that fills up can be cleared. */
  keeperCompactPause: 10 * minute,
  /** Parcels of a keeper that wait for a key; of further ones of their lane nothing is fetched until it has come. */
  keeperWaiting: 1000,
  /** Milliseconds for which it holds that somebody is there, unless it is said again. */
  presenceExpiry: 3 * minute,
  /** Milliseconds after which it is said again. */
  presenceRepeat: 1 * minute,
  /** Milliseconds after the last screen was left until others are told that nobody is there. */
  awayAfter: 1 * minute,
  /** Milliseconds for which it holds that somebody writes, unless it is said again. */
  typingExpiry: 8 * second,
  /** Milliseconds at least between sayings that somebody writes in one room. */
  typingRepeat: 3 * second,
  /** Rooms and threads one device may be writing in at once. */
  typingRooms: 3,
  /** Reactions to one message that are looked at, taken back ones included, and pins of one room: the newest in the order. */
  remarksRead: 2000,
  /** Different emoji shown under one message. */
  reactionKinds: 50,
  /** Different emoji one member puts under one message. */
  reactionsByOne: 20,
  /** Names told of those who reacted in one way. */
  reactionNames: 30,
  /** Characters shown of the message that another one answers. */
  excerptChars: 200,
  /** Messages of one room that are pinned at once. */
  pinsPerSpace: 50,
  /** UTF-16 units kept of what is being written in one room or thread. */
  draftUnits: 1_500_000,
  /** UTF-16 units one emoji may take. */
  emojiUnits: 40,
  /** Emoji used lately that are kept in the settings. */
  recentEmoji: 16,
  /** People, roles and rooms one message may mention. */
  mentionsPerMessage: 20,
  /** Words of one message that are searched, pairs of letters among them in scripts without spaces. */
  searchWords: 4000,
  /** UTF-16 units of one word by which it is found. */
  searchWordChars: 64,
  /** Characters of what is typed into a search. */
  searchChars: 500,
  /** Words, operators and pairs of letters of one search. */
  searchTerms: 64,
  /** Messages in one page of a search. */
  searchRows: 50,
  /** Rooms, and people, that one search shows beside messages. */
  searchNames: 8,
  /** Messages that are compared when the best ones are wanted: the newest of those found. */
  searchBest: 500,
  /** UTF-16 units shown of a message that was found. */
  snippetChars: 180,
  /** Messages whose words are taken in one step, in quiet moments or before a search. */
  searchStep: 200,
  /** Milliseconds between two such steps. */
  searchStepPause: 20,
  /** Milliseconds between looks whether there are such messages. */
  searchPause: 1 * second,
  /** Feeds of which one entry tells own devices how far they were read. */
  ownWordFeeds: 300,
  /** Rooms and threads of which own devices are told at a time. */
  ownWordPlaces: 50,
  /** Milliseconds after something was read until own devices are told, so that much becomes one entry. */
  ownWordPause: 10 * second,
  /** Rooms and threads one page of the inbox shows. */
  inboxGroups: 100,
  /** Unread messages for this person that are counted in one room or thread. */
  mentionsCounted: 1000,
  /** Unread messages shown of each. */
  inboxRows: 3,
  /** Milliseconds in which news of one room become one notice. */
  noticePause: 3 * second,
  /** Notices that wait for a screen; of more, the oldest are let go. */
  noticeBacklog: 20,
  /** Milliseconds between looks whether a snooze is over. */
  snoozeLook: 30 * second,
  /** Bytes of a file from another system that is brought in. */
  importFileBytes: 16 * 1024 * MiB,
  /** Bytes that what is packed in such a file may come to. */
  importUnpackedBytes: 32 * 1024 * MiB,
  /** Bytes of one piece of such a file, as a screen hands it over. */
  importPieceBytes: 1 * MiB,
  /** Bytes of one record (a message, a line, a mail) of such a file. */
  importRecordBytes: 16 * MiB,
  /** Files packed in such a file. */
  importParts: 200_000,
  /** People of another system whose names are remembered in one run. */
  importUsers: 200_000,
  /** Rooms of another system. */
  importRooms: 2000,
  /** Things that are not brought in which are named one by one, of each kind. */
  importSamples: 5,
  /** Characters of the name of somebody of another system. */
  importNameChars: 64,
  /** Characters by which another system knows a message. */
  importIdChars: 64,
  /** Different emoji that come with a message from another system. */
  importReactions: 20,
  /** Names that come with each of them; others are counted. */
  importReactionNames: 10,
  /** Imported messages that are written in one transaction. */
  importBatch: 2000,
  /** Files from other systems that one profile holds at once. */
  imports: 4,
  /** Bytes of a file that is attached to a message. */
  attachmentBytes: 1024 * MiB,
  /** Files attached to one message. */
  attachmentsPerMessage: 10,
  /** Characters of the name of an attached file. */
  attachmentNameChars: 200,
  /** Characters of the media type of an attached file. */
  attachmentTypeChars: 100,
  /** Characters in which a picture is described. */
  attachmentAltChars: 1000,
  /** Pixels of a side of a picture, as its message says. */
  attachmentPixels: 65_535,
  /** Bytes of an attached file, before encryption, that make one chunk. */
  chunkBytes: 256 * KiB,
  /** Bytes of the list of a file's chunks. */
  blobRootBytes: 136 * KiB,
  /** Bytes of one piece of a file, as a screen hands it over or is handed it. */
  attachmentPieceBytes: 512 * KiB,
  /** Files that a screen hands over at once, to be attached. */
  attachmentsBegun: 40,
  /** Milliseconds without a word of the screen after which a file that is to be attached is let go of. */
  attachmentPatience: 48 * 60 * minute,
  /** Milliseconds without a word of the screen after which a file that is to be attached gives way to another. */
  attachmentRest: 30 * minute,
  /** Files of which is remembered whether they open, so that it is worked out once. */
  attachmentVerdicts: 2000,
  /** Messages naming one file that are looked at for one it opens for. */
  attachmentNamers: 100,
  /** Bytes on the disk that attachments leave free. */
  attachmentsLeaveFree: 1024 * MiB,
  /** Bytes of a picture that is fetched and shown because it came into view. */
  attachmentShownBytes: 8 * MiB,
  /** Bytes of an attached picture, sound or film that the screen takes into memory whole to show it. */
  attachmentPlayedBytes: 200 * MiB,
  /** Bytes of attached files that the screen keeps in memory once nobody looks at them. */
  attachmentsHeldBytes: 64 * MiB,
  /** Bytes of a picture that is drawn anew before it is attached. */
  attachmentDrawnBytes: 64 * MiB,
  /** Pixels of the longer side of a picture that was drawn anew. */
  attachmentDrawnSide: 4096,
  /** Pixels of an attached picture that is shown, by its own header: each takes four bytes of memory. */
  attachmentShownPixels: 100_000_000,
  /** Chunks asked of one peer at once. */
  chunksAsked: 4,
  /** Chunks named in one frame. */
  chunksNamed: 64,
  /** Chunks that have come to be here and that a peer is still to be told of, since it was told that some were not. */
  chunksWished: 256,
  /** Milliseconds in which a chunk that was asked for has to come, before somebody else is asked. */
  chunkPatience: 30 * second,
  /** Wanted chunks of one community or private space that are looked for at once. */
  chunksSought: 8192,
  /** Chunks nobody asked for that one peer may send in a session. */
  uselessChunks: 8,
  /** Chunks of those a peer was sent last in a session that are remembered. */
  chunksGiven: 1024,
  /** Times in a row a peer is sent one of these once more; then once a second. */
  chunksAgain: 64,
  /** Files of one archive, or of a zip that is imported. */
  archiveFiles: 250_000,
  /** Bytes of all files of an archive, or of a zip that is imported, when unpacked. */
  archiveBytes: 65_536 * MiB,
  /** How many times more a zip's files may be when unpacked than the zip. */
  archiveRatio: 250,
  /** Characters of the path of a file in a zip. */
  archivePathChars: 480,
  /** Attached files of one archive. */
  archiveMedia: 100_000,
  /** Bytes of all attached files of one archive: with all else it is to be brought in again as one file. */
  archiveMediaBytes: 12 * 1024 * MiB,
  /** Bytes of a list of an archive's files that is read whole. */
  archiveListBytes: 64 * MiB,
  /** Bytes of one part of an archive's record: a block and what proves it. */
  archivePartBytes: 1 * MiB,
  /** Bytes of what an archive says of itself. */
  archiveStatementBytes: 32 * MiB,
  /** Bytes of the keys that prove an archive's entries. */
  archiveKeysBytes: 8 * MiB,
  /** Times the seals of one feed may stand in an archive: once, and once more for each of its branches. */
  archiveFeedSeals: 8,
  /** Places an archive's record may hold: a community, and private spaces in it. */
  archivePlaces: 500,
  /** Things of one kind that the report of a check names one by one. */
  archiveFindings: 200,
  /** Bytes of one sealed piece of an archive under a passphrase. */
  sealedPieceBytes: 64 * KiB,
  /** Messages on one page of an archive's site. */
  sitePageMessages: 200,
  /** What one page of an archive's site may weigh: about its bytes, reckoned from above. */
  sitePageWeight: 300_000,
  /** Replies that stand under the message they answer on a page of an archive's site; more have a page of their own. */
  siteInlineReplies: 8,
  /** Lines of a list on one page of an archive's site: topics, people, decisions. */
  siteListRows: 200,
  /** Bytes of one file of the words that an archive's site is searched by. */
  siteWordsBytes: 384 * KiB,
  /** Bytes of one file of what was said in machine form. */
  activityFileBytes: 1 * MiB,
  /** Bytes of one database that are kept in memory; SQLite keeps 2 MB unless told, which a long history is past. */
  databaseCacheBytes: 16 * MiB,
  /** Bytes of a database's log of writes before they are put into its file. */
  databaseLogBytes: 16 * MiB,
  /** Milliseconds in which a stop must have drained. */
  stopTimeout: 5 * second,
} as const
