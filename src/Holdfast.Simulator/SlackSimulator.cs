using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Child;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Hosting;
using Holdfast.Simulator.Interactivity;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.SocketMode;
using Holdfast.Simulator.WebApi;
using Holdfast.Simulator.Webhooks;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator;

/// <summary>
/// Slack and a model provider on localhost, inside this process. Point a bot at <see cref="SlackApiUrl"/> with
/// <see cref="BotToken"/> and <see cref="AppToken"/>, then talk to it through <see cref="World"/>.
/// </summary>
public sealed class SlackSimulator : IAsyncDisposable
{
    private readonly SimulatorState _state;
    private readonly SimulatorHost _host;

    private SlackSimulator(SimulatorState state, SimulatorHost host)
    {
        _state = state;
        _host = host;
    }

    /// <summary>The Web API's base address, ending in <c>/api/</c>.</summary>
    public Uri SlackApiUrl => new(_state.BaseAddress, "api/");

    /// <summary>The model provider's base address, ending in <c>/openai/v1</c>.</summary>
    public Uri OpenAIBaseUrl => new(_state.BaseAddress, "openai/v1");

    /// <summary>The address of a webhook; any name of letters, digits, hyphens and underscores will do.</summary>
    public Uri WebhookUrl(string name) => new(_state.BaseAddress, "webhooks/" + Uri.EscapeDataString(name));

    /// <summary>The web page where a person chats with the bot.</summary>
    public Uri PageUrl => _state.BaseAddress;

    /// <summary>The bot token that is accepted.</summary>
    public string BotToken => _state.Options.BotToken;

    /// <summary>
    /// The scopes that the bot token has, as Slack lists them with every answer. What a method does about one that is missing is for a
    /// test to say, with a fault. Default: all that any method here asks for.
    /// </summary>
    public IReadOnlyList<string> BotScopes
    {
        get => _state.Scopes.Bot;
        set => _state.Scopes.Bot = value;
    }

    /// <summary>The app-level token that is accepted.</summary>
    public string AppToken => _state.Options.AppToken;

    /// <summary>The key that the model provider accepts.</summary>
    public string ModelKey => _state.Options.ModelKey;

    /// <summary>The bot's user id.</summary>
    public string BotUserId => World.Identity.BotUserId;

    /// <summary>The workspace's id.</summary>
    public string TeamId => World.Identity.TeamId;

    /// <summary>The workspace: people, channels, messages.</summary>
    public SlackWorld World => _state.World;

    /// <summary>What people do besides talking: click, submit, close, type commands.</summary>
    public Interactions Interactions => _state.Interactions;

    /// <summary>The app's Socket Mode connections.</summary>
    public SocketHub Sockets => _state.Sockets;

    /// <summary>Ways for calls to go wrong.</summary>
    public FaultPlan Faults => _state.Faults;

    /// <summary>Slack's limit on reading history, for apps outside its marketplace.</summary>
    public HistoryLimit HistoryLimit => _state.HistoryLimit;

    /// <summary>Slack's own clock, to be set ahead of the machine's or behind it.</summary>
    public SlackClock Clock => _state.Clock;

    /// <summary>The Web API calls that were made.</summary>
    public CallLog Calls => _state.Calls;

    /// <summary>What came to the webhooks.</summary>
    public WebhookInbox Webhooks => _state.Webhooks;

    /// <summary>The model provider.</summary>
    public ModelProvider Model => _state.Model;

    /// <summary>Starts a simulator; it listens when the task completes.</summary>
    /// <exception cref="PortTakenException">Another program listens on the port.</exception>
    public static async Task<SlackSimulator> StartAsync(SimulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        var state = new SimulatorState(options ?? new SimulatorOptions());
        try
        {
            var host = await SimulatorHost.StartAsync(state, cancellationToken);
            return new SlackSimulator(state, host);
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    /// <summary>Puts a server process under the page's control; whoever attached it disposes it.</summary>
    public void Attach(ServerProcess server) => _state.Server = server;

    /// <summary>Cuts all connections and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _state.Dispose();
    }

    internal SimulatorState State => _state;
}
