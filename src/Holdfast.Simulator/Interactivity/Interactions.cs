using System.Text;
using System.Text.Json;
using Holdfast.Simulator.Blocks;
using Holdfast.Simulator.Json;
using Holdfast.Simulator.SocketMode;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Interactivity;

/// <summary>
/// What people do besides talking: click, submit, close, type commands. Each act is brought to the app once; what it comes to is
/// awaited on the <see cref="Interaction"/>.
/// </summary>
public sealed class Interactions
{
    private readonly InteractionParts _parts;
    private readonly bool _sends;
    private readonly InteractionPayload _payload;
    private readonly Sight _sight;
    private readonly MessageInputs _inputs;

    internal Interactions(InteractionParts parts)
        : this(parts, sends: true, new MessageInputs())
    {
        Unsent = new Interactions(parts, sends: false, _inputs);
    }

    private Interactions(InteractionParts parts, bool sends, MessageInputs inputs)
    {
        _parts = parts;
        _sends = sends;
        _payload = new InteractionPayload(parts.World.Identity);
        _inputs = inputs;
        _sight = new Sight(parts.World);
        Unsent = this;
    }

    /// <summary>
    /// The same acts, but nothing is sent: the payload, with a trigger id and a response_url that work, is there to be looked at,
    /// tampered with and sent by <see cref="Forge(string, byte[])"/>.
    /// </summary>
    public Interactions Unsent { get; }

    private SlackWorld World => _parts.World;

    /// <summary>Clicks or chooses something in a message.</summary>
    /// <param name="user">Who.</param>
    /// <param name="channel">The message's channel.</param>
    /// <param name="messageTs">The message; an ephemeral one only for its addressee.</param>
    /// <param name="actionId">The element's action id (or block id, slash, action id).</param>
    /// <param name="value">Which of several, the option chosen (several with commas between), the date, the text typed.</param>
    /// <param name="values">What the person has entered in the message's inputs before, by action id.</param>
    /// <exception cref="ArgumentException">There is no such thing, or this person does not see it.</exception>
    public Interaction Click(
        string user, string channel, string messageTs, string actionId, string? value = null, IReadOnlyDictionary<string, string>? values = null)
    {
        lock (World.Gate)
        {
            var who = _sight.Person(user);
            var around = _sight.Message(who, channel, messageTs);
            if (!around.Message.IsFromBot) throw new ArgumentException($"Message {messageTs} is not the bot's: nothing in it can be clicked.", nameof(messageTs));
            using var blocks = JsonDocument.Parse(around.Message.Blocks ?? "[]");
            var at = ActionJson.Find(blocks.RootElement, actionId, value);
            var inputs = _inputs.Of(around.Message, user);
            var (action, entered) = ActionJson.Of(inputs.WithSuggested(at), value, user, World.NextTs());
            inputs.Set(blocks.RootElement, values);
            if (entered is not null) inputs.Set(at, entered);
            around = around with { Values = inputs.ToJson(blocks.RootElement) };
            var trigger = _parts.Triggers.Issue(user, viewId: null);
            var responseUrl = _parts.ResponseUrls.Issue(user, around.Channel.Id, messageTs);
            return Send("block_actions", _payload.MessageAction(who, around, action, trigger, responseUrl), trigger, responseUrl);
        }
    }

    /// <summary>Clicks or chooses something in a view: the modal on top, or the person's home.</summary>
    /// <param name="user">Who.</param>
    /// <param name="viewId">The view.</param>
    /// <param name="actionId">The element's action id (or block id, slash, action id).</param>
    /// <param name="value">Which of several, the option chosen (several with commas between), the date, the text typed.</param>
    /// <param name="values">What the person has entered in other inputs before, by action id.</param>
    /// <exception cref="ArgumentException">There is no such thing, or this person does not see it.</exception>
    public Interaction ClickInView(
        string user, string viewId, string actionId, string? value = null, IReadOnlyDictionary<string, string>? values = null)
    {
        lock (World.Gate)
        {
            var who = _sight.Person(user);
            var view = _sight.View(who, viewId);
            var action = "";
            view = _parts.Views.Enter(view, (inputs, blocks) =>
            {
                var at = ActionJson.Find(blocks, actionId, value);
                (action, var entered) = ActionJson.Of(inputs.WithSuggested(at), value, user, World.NextTs());
                inputs.Set(blocks, values);
                if (entered is not null) inputs.Set(at, entered);
            });
            var trigger = _parts.Triggers.Issue(user, view.Kind == "publish" ? null : viewId);
            return Send("block_actions", _payload.ViewAction(who, view, action, trigger), trigger, acceptsResponse: false);
        }
    }

    /// <summary>Types into a select of a message whose options the app gives (<c>external_select</c>).</summary>
    /// <param name="user">Who.</param>
    /// <param name="channel">The message's channel.</param>
    /// <param name="messageTs">The message.</param>
    /// <param name="actionId">The element's action id (or block id, slash, action id).</param>
    /// <param name="typed">What is typed so far.</param>
    /// <returns>What the app offers is in its outcome's options.</returns>
    /// <exception cref="ArgumentException">There is no such select, or too little is typed for Slack's client to ask.</exception>
    public Interaction Suggest(string user, string channel, string messageTs, string actionId, string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        lock (World.Gate)
        {
            var who = _sight.Person(user);
            var around = _sight.Message(who, channel, messageTs);
            using var blocks = JsonDocument.Parse(around.Message.Blocks ?? "[]");
            var at = Own(ActionJson.FindExternal(blocks.RootElement, actionId, typed));
            var inputs = _inputs.Of(around.Message, user);
            return Send("block_suggestion", _payload.MessageSuggestion(who, around, at, typed), trigger: null, answer: payload => Offer(inputs, at, payload));
        }
    }

    /// <summary>Types into a select of a view whose options the app gives: in the modal on top, or the person's home.</summary>
    /// <param name="user">Who.</param>
    /// <param name="viewId">The view.</param>
    /// <param name="actionId">The element's action id (or block id, slash, action id).</param>
    /// <param name="typed">What is typed so far.</param>
    /// <returns>What the app offers is in its outcome's options.</returns>
    /// <exception cref="ArgumentException">There is no such select, or too little is typed for Slack's client to ask.</exception>
    public Interaction SuggestInView(string user, string viewId, string actionId, string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        lock (World.Gate)
        {
            var who = _sight.Person(user);
            var view = _sight.View(who, viewId);
            using var json = JsonDocument.Parse(view.Json);
            var at = Own(ActionJson.FindExternal(json.RootElement.GetProperty("blocks"), actionId, typed));
            var inputs = _parts.Views.EnteredIn(viewId);
            return Send("block_suggestion", _payload.ViewSuggestion(who, view, at, typed), trigger: null, answer: payload => Offer(inputs, at, payload));
        }
    }

    private static AnswerResult Offer(EnteredValues inputs, BlockElement at, string? payload)
    {
        var answer = SuggestionAnswer.Read(payload);
        if (answer.Options is { } options) inputs.Suggest(at, options);
        return answer;
    }

    /// <summary>One that outlives the document it was found in.</summary>
    private static BlockElement Own(BlockElement at) => new(at.Block.Clone(), at.Element.Clone());

    /// <summary>Fills in and submits the modal on top.</summary>
    /// <param name="user">Who.</param>
    /// <param name="viewId">The modal.</param>
    /// <param name="values">What is typed or chosen, by action id (or block id, slash, action id).</param>
    /// <exception cref="ArgumentException">It is not there or has no submit button, or an input is not filled in as Slack's client demands.</exception>
    public Interaction Submit(string user, string viewId, IReadOnlyDictionary<string, string>? values = null)
    {
        lock (World.Gate)
        {
            var who = _sight.Person(user);
            var view = _sight.View(who, viewId);
            using var json = JsonDocument.Parse(view.Json);
            if (view.Kind == "publish" || !json.RootElement.Has("submit", out var submit) || submit.ValueKind != JsonValueKind.Object)
                throw new ArgumentException($"View {viewId} has no submit button.", nameof(viewId));
            view = _parts.Views.Enter(view, (inputs, blocks) =>
            {
                inputs.Set(blocks, values);
                ClientChecks.Check(blocks, inputs);
            });
            var trigger = _parts.Triggers.Issue(user, viewId);
            return Send(
                "view_submission", _payload.Submission(who, view, trigger), trigger, answer: payload => _parts.Submissions.Perform(viewId, payload));
        }
    }

    /// <summary>Closes the modal on top by its close button, or with <paramref name="all"/> the whole stack by the cross.</summary>
    /// <returns>What the app is told; null when the view did not ask for that (<c>notify_on_close</c>).</returns>
    /// <exception cref="ArgumentException">It is not there.</exception>
    public Interaction? CloseView(string user, string viewId, bool all = false)
    {
        lock (World.Gate)
        {
            var who = _sight.Person(user);
            var view = _sight.View(who, viewId);
            if (view.Kind == "publish") throw new ArgumentException("A home view cannot be closed.", nameof(viewId));
            var clears = all || Says(view, "clear_on_close");
            var bottom = World.ViewStore.Stack(user)[0];
            var told = all ? bottom : view;
            if (_sends) _parts.Views.Close(clears ? bottom : view);
            return Says(told, "notify_on_close")
                ? Send("view_closed", _payload.Closed(who, told, clears), trigger: null, acceptsResponse: false)
                : null;
        }
    }

    /// <summary>Types a slash command, in any channel the person sees, be the bot in it or not.</summary>
    /// <exception cref="ArgumentException">There is no such person or channel, or the command does not begin with a slash.</exception>
    public Interaction Command(string user, string channel, string command, string text, string? threadTs = null)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(text);
        if (!command.StartsWith('/')) throw new ArgumentException($"A command begins with a slash: '{command}'.", nameof(command));
        lock (World.Gate)
        {
            var who = _sight.Person(user);
            var where = _sight.Channel(who, channel);
            var trigger = _parts.Triggers.Issue(user, viewId: null);
            var responseUrl = _parts.ResponseUrls.Issue(user, channel, messageTs: null);
            return Send(
                "slash_commands",
                _payload.Command(who, where, command, text, threadTs, trigger, responseUrl),
                trigger,
                responseUrl,
                answer: payload => _parts.Commands.Perform(user, channel, payload));
        }
    }

    /// <summary>Chooses a global shortcut.</summary>
    /// <exception cref="ArgumentException">There is no such person.</exception>
    public Interaction Shortcut(string user, string callbackId)
    {
        lock (World.Gate)
        {
            var trigger = _parts.Triggers.Issue(user, viewId: null);
            return Send(
                "shortcut", _payload.Shortcut(_sight.Person(user), callbackId, World.NextTs(), trigger), trigger, acceptsResponse: false);
        }
    }

    /// <summary>Chooses a shortcut on a message.</summary>
    /// <exception cref="ArgumentException">There is no such person or message.</exception>
    public Interaction MessageShortcut(string user, string channel, string messageTs, string callbackId)
    {
        lock (World.Gate)
        {
            var who = _sight.Person(user);
            var around = _sight.Message(who, channel, messageTs);
            if (around.IsEphemeral) throw new ArgumentException("An ephemeral message has no shortcuts.", nameof(messageTs));
            var trigger = _parts.Triggers.Issue(user, viewId: null);
            var responseUrl = _parts.ResponseUrls.Issue(user, channel, messageTs);
            return Send(
                "message_action",
                _payload.MessageShortcut(who, around, callbackId, World.NextTs(), trigger, responseUrl),
                trigger,
                responseUrl,
                acceptsResponse: false);
        }
    }

    /// <summary>Sends any payload, be it ever so wrong.</summary>
    /// <param name="type">The envelope's type: <c>interactive</c> or <c>slash_commands</c>.</param>
    /// <param name="payload">The payload in UTF-8; not looked at.</param>
    public Interaction Forge(string type, byte[] payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        if (type is not ("interactive" or "slash_commands")) throw new ArgumentException("The type must be interactive or slash_commands.", nameof(type));
        lock (World.Gate) return Send(type, payload, trigger: null);
    }

    /// <summary>Sends any payload, be it ever so wrong.</summary>
    /// <param name="type">The envelope's type: <c>interactive</c> or <c>slash_commands</c>.</param>
    /// <param name="payloadJson">The payload as text; not looked at.</param>
    public Interaction Forge(string type, string payloadJson) => Forge(type, Encoding.UTF8.GetBytes(payloadJson));

    private Interaction Send(
        string type,
        byte[] payload,
        Trigger? trigger,
        Uri? responseUrl = null,
        bool acceptsResponse = true,
        Func<string?, AnswerResult>? answer = null)
    {
        var interaction = new Interaction(type, payload, _parts.Time.GetUtcNow()) { TriggerId = trigger?.Id, ResponseUrl = responseUrl };
        if (!_sends) return interaction;
        var envelope = new Envelope(type == "slash_commands" ? EnvelopeKind.SlashCommand : EnvelopeKind.Interactive, payload, eventId: null)
        {
            EventType = type,
            AcceptsResponse = acceptsResponse,
            CreatedAt = interaction.At,
            Observer = new InteractionDelivery(interaction, World.Gate, _parts.Time, answer ?? (_ => AnswerResult.Fine)),
        };
        _parts.Dispatcher.Submit(envelope);
        interaction.EnvelopeId = envelope.Id.ToString();
        return interaction;
    }

    private static bool Says(SlackView view, string flag)
    {
        using var json = JsonDocument.Parse(view.Json);
        return json.RootElement.Has(flag, out var value) && value.ValueKind == JsonValueKind.True;
    }
}
