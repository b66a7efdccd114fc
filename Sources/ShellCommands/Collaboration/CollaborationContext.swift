import CommandTree

extension Context where Environment == CommandEnvironment {
    /// `p2p collab`: people near me, contacts, presence, applications and invitations (collab 11).
    static var collaboration: Context {
        Context(
            "collab",
            about: ContextNotes(
                "people near you, contacts, and programs started together",
                [
                    "Whoever signs in is seen: near me by everybody on the same links, on the Internet by the contacts "
                        + "that are allowed to. One invites another to start an application together; if he accepts, it "
                        + "is started on his machine, and nothing else is.",
                    "A nickname proves nothing. What tells people apart is the key of each, whose fingerprint 'show "
                        + "person' shows; a contact is somebody whose key is kept, and 'contact verify' makes sure of "
                        + "it. Signing in lasts as long as the process.",
                ]),
            commands: [
                .collaborationDiagnosis, .dump(.collaboration, .contacts, .applications), .explore,
                .monitorCollaboration, .setAccept, .setAutomaticSignIn, .setEndpoint, .showCollaborationEvents,
                .showCollaborationStatus, .showLaunchInformation, .showPeople, .showPerson, .signIn, .signOut,
            ],
            contexts: [.application, .contact, .invitation, .object, .presence])
    }

    static var contact: Context {
        Context(
            "contact",
            about: ContextNotes(
                "people whose keys are kept",
                [
                    "A contact is kept with a key that nobody else has. How far that key is known to be that person's "
                        + "is his trust: Unverified where it came over the link, File where it came in a contact file, "
                        + "Verified where both have compared the same six digits."
                ]),
            commands: [
                .addContact, .deleteContact, .dump(.contacts), .exportContact, .importContact, .setContact,
                .showContacts, .showContactFile, .verifyContact,
            ])
    }

    static var application: Context {
        Context(
            "application",
            about: ContextNotes(
                "programs that an invitation can start",
                [
                    "An application has the same id on every machine. Others learn its id, its description and its "
                        + "data; where its program is and how it is called they never do."
                ]),
            commands: [.addApplication, .deleteApplication, .dump(.applications), .showApplications])
    }

    static var invitation: Context {
        Context(
            "invitation",
            about: ContextNotes(
                "starting a program together",
                [
                    "Whoever is invited has five minutes to answer. Nothing is ever accepted without a person, and no "
                        + "byte of an invitation reaches a command line."
                ]),
            commands: [.acceptInvitation, .cancelInvitation, .declineInvitation, .sendInvitation, .showInvitations])
    }

    static var presence: Context {
        Context(
            "presence",
            about: ContextNotes(
                "how you are there, as others see it",
                [
                    "Whoever signs in is online. Contacts that are allowed to hear of you see your presence wherever "
                        + "they are, people near you when they ask."
                ]),
            commands: [.setPresence, .showPresence])
    }

    static var object: Context {
        Context(
            "object",
            about: ContextNotes(
                "data for others to read",
                [
                    "An object has an id, which others know what to do with, and up to 16384 bytes. It is gone when "
                        + "you sign out."
                ]),
            commands: [.deleteObject, .setObject, .showObjects])
    }
}
