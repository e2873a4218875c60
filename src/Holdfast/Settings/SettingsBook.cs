using Holdfast.Agents;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Storage;
using Microsoft.Extensions.Options;

namespace Holdfast.Settings;

/// <summary>
/// What counts for a question. It is read from the store when a run begins, and never remembered: what somebody has saved by one worker counts at every
/// other for their next question, and a run costs several commits anyway.
/// </summary>
/// <param name="records">Where settings are kept.</param>
/// <param name="agents">The agent, where it heeds settings.</param>
/// <param name="options">What the operator lets people set.</param>
public sealed class SettingsBook(IRecordReader records, IEnumerable<ISettableAgent> agents, IOptions<SettingsOptions> options)
{
    /// <summary>A select takes no longer name, and a hundred choices with the usual one.</summary>
    private const int LongestName = 75;
    private const int MostModels = 99;

    private readonly ISettableAgent? _agent = agents.FirstOrDefault();

    /// <summary>The models that may be chosen; none where there is nothing to choose.</summary>
    public IReadOnlyList<string> Models =>
        options.Value.Model && _agent is { Models: { Count: > 1 } models } ? [.. models.Where(name => name.Length <= LongestName).Take(MostModels)] : [];

    /// <summary>The models that heed how much they are to think, where that can be chosen; none where it cannot.</summary>
    public IReadOnlyList<string> WithEffort => options.Value.Effort && _agent is not null ? _agent.WithEffort : [];

    /// <summary>The models that heed how freely they are to write, where that can be chosen; none where it cannot.</summary>
    public IReadOnlyList<string> WithTemperature => options.Value.Temperature && _agent is not null ? _agent.WithTemperature : [];

    /// <summary>Whether it is heeded how people are used to dates and times.</summary>
    public bool TakesDates => options.Value.Dates && _agent is not null;

    /// <summary>Whether instructions are heeded.</summary>
    public bool TakesInstructions => options.Value.Instructions && _agent is not null;

    /// <summary>Whether people may choose how they see an answer come.</summary>
    public bool TakesStreaming => options.Value.Streaming;

    /// <summary>Who sets what counts in a channel.</summary>
    public ChannelSetters ChannelSetters => _agent is null ? ChannelSetters.Nobody : options.Value.Channels;

    /// <summary>What counts for a question.</summary>
    /// <param name="conversation">Where it is asked.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreException">The storage fails.</exception>
    public async ValueTask<TurnSettings> ForAsync(ConversationId conversation, string user, CancellationToken cancellationToken)
    {
        var team = conversation.Team.Value;
        if (Models.Count == 0 && WithEffort.Count == 0 && WithTemperature.Count == 0 && !TakesInstructions && !TakesDates && !TakesStreaming)
            return TurnSettings.None;
        var ofPerson = await records.GetSettingsAsync(team, user, cancellationToken);
        var ofChannel = ChannelSetters != ChannelSetters.Nobody && !conversation.Channel.Value.StartsWith('D')
            ? await records.GetSettingsAsync(team, conversation.Channel.Value, cancellationToken)
            : ChosenSettings.None;
        return Allowed(ofPerson, ofChannel);
    }

    private TurnSettings Allowed(ChosenSettings person, ChosenSettings channel)
    {
        var models = Models;
        IReadOnlyList<string> efforts = WithEffort.Count > 0 ? Efforts.All : [];
        IReadOnlyList<string> temperatures = WithTemperature.Count > 0 ? Temperatures.All : [];
        return new TurnSettings
        {
            Model = Allowed(person.Model, models),
            ChannelModel = Allowed(channel.Model, models),
            Effort = Allowed(person.Effort, efforts),
            ChannelEffort = Allowed(channel.Effort, efforts),
            Temperature = Allowed(person.Temperature, temperatures),
            ChannelTemperature = Allowed(channel.Temperature, temperatures),
            Dates = TakesDates ? Allowed(person.Dates, DateStyles.All) : "",
            Instructions = TakesInstructions ? person.Instructions : "",
            ChannelInstructions = TakesInstructions ? channel.Instructions : "",
            Streams = !TakesStreaming || person.Streams,
        };

        static string Allowed(string chosen, IReadOnlyList<string> among) => among.Contains(chosen) ? chosen : "";
    }
}
