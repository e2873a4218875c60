using System.Text.Json;
using Holdfast.Simulator.Interactivity;

namespace Holdfast.Simulator.Tests.Support;

/// <summary>A simulator whose clock the test owns, a Web API client, and an app that acknowledges what the test tells it to.</summary>
public abstract class InteractiveTest : IAsyncLifetime
{
    protected const string Channel = "C0GENERAL";
    protected const string Ada = "U0ADA";
    protected const string Grace = "U0GRACE";

    private protected FakeClock Clock { get; } = new();

    protected virtual SimulatorOptions Simulated => new() { EmitBotMessages = false, EmitMessageTwins = false };

    protected SlackSimulator Simulator { get; private set; } = null!;

    private protected Api Api { get; private set; } = null!;

    private protected RawSocket Socket { get; private set; } = null!;

    protected Interactions Act => Simulator.Interactions;

    public async ValueTask InitializeAsync()
    {
        Simulator = await SlackSimulator.StartAsync(Simulated with { Time = Clock });
        Api = new Api(Simulator);
        Socket = await RawSocket.OpenAsync(Simulator);
    }

    public async ValueTask DisposeAsync()
    {
        await Socket.DisposeAsync();
        Api.Dispose();
        await Simulator.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static string Modal(string blocks = "[]", string more = "") =>
        $$"""{"type":"modal","title":{"type":"plain_text","text":"Hi"},"submit":{"type":"plain_text","text":"Go"},"blocks":{{blocks}}{{more}}}""";

    protected static string Input(string block, string action, string more = "") =>
        $$$"""{"type":"input","block_id":"{{{block}}}","label":{"type":"plain_text","text":"Name"},"element":{"type":"plain_text_input","action_id":"{{{action}}}"}{{{more}}}}""";

    protected static string Button(string action, string value) =>
        $$$"""{"type":"button","action_id":"{{{action}}}","value":"{{{value}}}","text":{"type":"plain_text","text":"Press"}}""";

    protected static string Actions(params string[] elements) =>
        $$"""{"type":"actions","block_id":"acts","elements":[{{string.Join(',', elements)}}]}""";

    /// <summary>Posts blocks as the bot; returns the message's ts.</summary>
    protected async Task<string> PostAsync(string blocks, string? thread = null)
    {
        List<(string, string)> form = [("channel", Channel), ("text", "look"), ("blocks", blocks)];
        if (thread is not null) form.Add(("thread_ts", thread));
        return (await Api.FormAsync("chat.postMessage", [.. form])).Text("ts");
    }

    protected Task<JsonElement> OpenAsync(string trigger, string view) =>
        Api.FormAsync("views.open", ("trigger_id", trigger), ("view", view));

    /// <summary>Opens a modal for Ada with a trigger of its own; returns its id.</summary>
    protected async Task<string> OpenAsync(string view)
    {
        var opened = await OpenAsync(Act.Unsent.Command(Ada, Channel, "/open", "").TriggerId!, view);
        Assert.True(opened.Ok(), opened.ToString());
        return opened.GetProperty("view").Text("id");
    }

    /// <summary>Takes the next envelope and acknowledges it.</summary>
    protected async Task<JsonElement> AckNextAsync(string? payload = null)
    {
        var envelope = await Socket.NextAsync();
        await Socket.AckAsync(envelope, payload);
        return envelope;
    }

    protected static JsonElement PayloadOf(Interaction interaction)
    {
        using var document = JsonDocument.Parse(interaction.Payload);
        return document.RootElement.Clone();
    }
}
