using Holdfast.Agents;
using Holdfast.Composition;
using Holdfast.Conversations;
using Holdfast.Diagnostics;
using Holdfast.Hosting.Modules;
using Holdfast.Records;
using Holdfast.Storage;
using Holdfast.Tools;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NotesBot.Notes;

namespace Holdfast.Hosting.Tests.Modules;

/// <summary>What a program of somebody's own brings stands in for Holdfast's, whatever the configuration chooses.</summary>
[Trait("Req", "XP-11")]
public sealed class OwnModulesTests
{
    [Fact]
    public void A_memory_of_ones_own_is_the_memory_with_Redis_as_well()
    {
        using var services = Describe(("Redis:Url", "redis://127.0.0.1"), services => services.AddSingleton<IMemoryKeeper, OwnMemory>());
        Assert.IsType<OwnMemory>(Assert.Single(services.GetServices<IMemoryKeeper>()));
    }

    [Fact]
    public void An_agent_of_ones_own_answers_instead_of_the_echo()
    {
        using var services = Describe(("Agent:Kind", "Echo"), services => services.AddAgent<OwnAgent>());
        Assert.IsType<OwnAgent>(Assert.Single(services.GetServices<IAgent>()));
    }

    [Fact]
    public void A_feature_of_ones_own_is_everywhere_by_one_line()
    {
        var services = new ServerModules([static (services, configuration) => services.AddNotes(configuration)]).Describe(new ConfigurationBuilder().Build());
        Assert.Contains(services.InstancesOf<OptionsSection>(), section => section.Name == "Notes");
        Assert.Contains(services.InstancesOf<ToolName>(), tool => tool.Value == TakeNoteTool.ToolName);
        Assert.Contains(services, service => service.ImplementationType == typeof(NoteCommand));
        Assert.Contains(services, service => service.ImplementationType == typeof(NoteHomeSection));
        using var provider = services.BuildServiceProvider();
        Assert.Contains("note", provider.GetServices<RecordRetention>().Select(retention => retention.Kind));
        Assert.Contains(provider.GetServices<WaitingFigure>(), figure => figure.Name == "notes");
        Assert.Contains(provider.GetServices<HealthFigure>(), figure => figure.Name == "notes");
    }

    private static ServiceProvider Describe((string Key, string Value) setting, Action<IServiceCollection> module) =>
        new ServerModules([(services, _) => module(services)])
            .Describe(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(setting.Key, (string?)setting.Value)]).Build())
            .BuildServiceProvider();

    private sealed class OwnAgent : IAgent
    {
        public string Name => "own";

        public IAsyncEnumerable<AgentUpdate> RunAsync(AgentTurn turn, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class OwnMemory : IMemoryKeeper
    {
        public ValueTask<IReadOnlyList<Turn>> RecallAsync(ConversationId conversation, RunHold? run, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<bool> KnowsAsync(ConversationId conversation, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<NewTurn>> RememberAsync(
            RunHold run, ConversationId conversation, IReadOnlyList<Turn> turns, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
