using Holdfast.Simulator.SocketMode;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator;

/// <summary>What a simulated workspace looks like and how it behaves; every property has a default that suits a test.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The TCP port on 127.0.0.1; 0 takes a free one. Default 0.</summary>
    public int Port { get; init; }

    /// <summary>The bot's display name. Default <c>Holdfast</c>.</summary>
    public string BotName { get; init; } = "Holdfast";

    /// <summary>The bot token that the Web API accepts. Default <c>xoxb-…</c>.</summary>
    public string BotToken { get; init; } = "xoxb-1000000001-2000000002-HoldfastSimulatorBot";

    /// <summary>The app-level token that <c>apps.connections.open</c> accepts. Default <c>xapp-…</c>.</summary>
    public string AppToken { get; init; } = "xapp-1-A0HOLDFAST-3000000003-holdfastsimulatorapp";

    /// <summary>What requests to the app are signed with, when it takes them by HTTP. Default 32 hexadecimal characters, as Slack's have.</summary>
    public string SigningSecret { get; init; } = "5156a1a70c0ffee5156a1a70c0ffee42";

    /// <summary>The key that the model endpoint requires. Default <c>sk-…</c>.</summary>
    public string ModelKey { get; init; } = "sk-holdfast-simulator";

    /// <summary>Whether a channel message also arrives as <c>message</c> (subscription <c>message.channels</c>). Default true.</summary>
    public bool EmitMessageTwins { get; init; } = true;

    /// <summary>Whether the bot's own posts come back as <c>message</c> events carrying its <c>bot_id</c>. Default true.</summary>
    public bool EmitBotMessages { get; init; } = true;

    /// <summary>Whether the workspace has agent sessions; without them <c>agents.sessions.*</c> answers <c>feature_disabled</c>. Default false.</summary>
    public bool HasAgentSessions { get; init; }

    /// <summary>
    /// How the app is declared as an agent; when it is not, <c>agents.sessions.*</c> answers <c>not_authorized</c>. Default
    /// <see cref="AgentDeclaration.AssistantView"/>.
    /// </summary>
    public AgentDeclaration AgentDeclaration { get; init; }

    /// <summary>
    /// Whether the app has subscribed to <c>agent_session_stopped</c>. Without it there is no stop button, and setting a session's status is
    /// answered with a warning. Default true.
    /// </summary>
    public bool HearsSessionStops { get; init; } = true;

    /// <summary>Whether the Web API answers 429 beyond Slack's published rates. Default false.</summary>
    public bool EnforceRateLimits { get; init; }

    /// <summary>The most messages kept; the oldest go first. 0 keeps all, which is what tests assert on. Default 0.</summary>
    public int MaxMessages { get; init; }

    /// <summary>How many Web API calls the log remembers. Default 20,000; 0 remembers none and only counts.</summary>
    public int MaxRecordedCalls { get; init; } = 20_000;

    /// <summary>The most bytes of files kept; the oldest files go first. Default 512 MiB.</summary>
    public long MaxFileBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>How Socket Mode sends, pings and sends again.</summary>
    public SocketModeOptions SocketMode { get; init; } = new();

    /// <summary>Seed of ids and of faults that strike by chance. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The machine's clock; <see cref="SlackSimulator.Clock"/> can be set apart from it. Default the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where log lines go. Default nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }
}
