namespace Holdfast.Inbound;

/// <summary>The kinds of interactive items that come in, as they are stored. What features append to themselves, they name.</summary>
public static class InteractionKinds
{
    /// <summary>Something a person did with what the app shows: Slack's payload.</summary>
    public const string Interactive = "interactive";

    /// <summary>A slash command: Slack's payload.</summary>
    public const string SlashCommand = "slash_command";

    /// <summary>A message that says only the word that stops a run: Slack's event.</summary>
    public const string StopWord = "stop_word";

    /// <summary>Slack's own stop button of an agent's session: Slack's event.</summary>
    public const string SessionStopped = "session_stopped";

    /// <summary>Somebody opened the app's home: Slack's event.</summary>
    public const string HomeOpened = "home_opened";

    /// <summary>Somebody opened a chat with the app, or its one place: Slack's event.</summary>
    public const string AssistantOpened = "assistant_opened";

    /// <summary>Somebody looks at something else beside their chat: Slack's event.</summary>
    public const string AssistantContext = "assistant_context";

    /// <summary>What a person's home shows has changed: whose.</summary>
    public const string HomeChanged = "home_changed";

    /// <summary>Somebody is to be told something: an <see cref="Interactions.Answer"/>.</summary>
    public const string Answer = "answer";
}
