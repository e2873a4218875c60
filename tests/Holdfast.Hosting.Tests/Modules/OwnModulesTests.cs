using Holdfast.Agents;
using Holdfast.Conversations;
using Holdfast.Hosting.Modules;
using Holdfast.Records;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

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
