using Holdfast.Simulator.Blocks;
using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Child;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Hosting;
using Holdfast.Simulator.Interactivity;
using Holdfast.Simulator.Load;
using Holdfast.Simulator.Model;
using Holdfast.Simulator.Requests;
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
    public Uri SlackApiUrl => new(_state.Address.Base, "api/");

    /// <summary>The model provider's base address, ending in <c>/openai/v1</c>.</summary>
    public Uri OpenAIBaseUrl => new(_state.Address.Base, "openai/v1");

    /// <summary>The address of a webhook; any name of letters, digits, hyphens and underscores will do.</summary>
    public Uri WebhookUrl(string name) => new(_state.Address.Base, "webhooks/" + Uri.EscapeDataString(name));

    /// <summary>The web page where a person chats with the bot.</summary>
    public Uri PageUrl => _state.Address.Base;

    /// <summary>The bot token that is accepted.</summary>
    public string BotToken => _state.Options.BotToken;

    /// <summary>
    /// The scopes that the bot token has, as Slack lists them with every answer. Without the one it asks for a method answers
    /// <c>missing_scope</c>, and a file is not given out. Default: all that any method here asks for.
    /// </summary>
    public IReadOnlyList<string> BotScopes
    {
        get => _state.Tokens.BotScopes;
        set => _state.Tokens.BotScopes = value;
    }

    /// <summary>The app-level token that is accepted.</summary>
    public string AppToken => _state.Options.AppToken;

    /// <summary>What requests to the app are signed with, when it takes them by HTTP (<see cref="Requests"/>).</summary>
    public string SigningSecret => _state.Options.SigningSecret;

    /// <summary>The key that the model provider accepts.</summary>
    public string ModelKey => _state.Options.ModelKey;

    /// <summary>The environment variables that point a bot here, our own server or any other.</summary>
    public IReadOnlyDictionary<string, string> BotEnvironment => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["SLACK_BOT_TOKEN"] = BotToken,
        ["SLACK_APP_TOKEN"] = AppToken,
        ["SLACK_API_URL"] = SlackApiUrl.ToString(),
        ["OPENAI_API_KEY"] = ModelKey,
        ["OPENAI_BASE_URL"] = OpenAIBaseUrl.ToString(),
    };

    /// <summary>The bot's user id.</summary>
    public string BotUserId => World.Identity.BotUserId;

    /// <summary>The workspace's id.</summary>
    public string TeamId => World.Identity.TeamId;

    /// <summary>The workspace: people, channels, messages.</summary>
    public SlackWorld World => _state.Controls.World;

    /// <summary>What people do besides talking: click, submit, close, type commands.</summary>
    public Interactions Interactions => _state.Controls.Interactions;

    /// <summary>The app's Socket Mode connections.</summary>
    public SocketHub Sockets => _state.Controls.Sockets;

    /// <summary>Delivery by HTTP in place of Socket Mode.</summary>
    public RequestDelivery Requests => _state.Controls.Requests;

    /// <summary>Ways for calls to go wrong.</summary>
    public FaultPlan Faults => _state.Controls.Faults;

    /// <summary>Slack's limit on reading history, for apps outside its marketplace.</summary>
    public HistoryLimit HistoryLimit => _state.Controls.HistoryLimit;

    /// <summary>The leave to search that goes along with messages.</summary>
    public ActionTokens ActionTokens => _state.Api.ActionTokens;

    /// <summary>Which blocks the workspace has.</summary>
    public BlockSupport Blocks => _state.Controls.Blocks;

    /// <summary>Slack's own clock, to be set ahead of the machine's or behind it.</summary>
    public SlackClock Clock => _state.Controls.Clock;

    /// <summary>The Web API calls that were made.</summary>
    public CallLog Calls => _state.Controls.Calls;

    /// <summary>What came to the webhooks.</summary>
    public WebhookInbox Webhooks => _state.Controls.Webhooks;

    /// <summary>The model provider.</summary>
    public ModelProvider Model => _state.Controls.Model;

    /// <summary>Mentions the bot at a rate, and measures what becomes of it.</summary>
    public LoadGenerator Load => _state.Controls.Load;

    /// <summary>Starts a simulator; it listens when the task completes.</summary>
    /// <exception cref="PortTakenException">Another program listens on the port.</exception>
    public static async Task<SlackSimulator> StartAsync(SimulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new SimulatorOptions();
        var state = new SimulatorState(options);
        try
        {
            var host = await SimulatorHost.StartAsync(
                options.Port, options.LoggerFactory, state.Address, stopping => new SimulatorRouter(state, stopping).HandleAsync, cancellationToken);
            return new SlackSimulator(state, host);
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    /// <summary>Puts a server process under the page's control; whoever attached it disposes it.</summary>
    public void Attach(ServerProcess server) => _state.Controls.Server = server;

    /// <summary>Cuts all connections and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _state.Dispose();
    }
}
