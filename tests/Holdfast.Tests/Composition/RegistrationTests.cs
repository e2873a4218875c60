using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Composition;
using Holdfast.Notifications;
using Holdfast.Tools;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Tests.Composition;

/// <summary>What is registered wrongly is said at once, with the names.</summary>
[Trait("Req", "XP-11")]
public sealed class RegistrationTests
{
    private static readonly IConfiguration Empty = new ConfigurationBuilder().Build();

    [Fact]
    public void A_section_belongs_to_one_module()
    {
        var services = new ServiceCollection().AddSection<NotificationOptions>(Empty, "Weather");
        Assert.Contains(
            "The section weather is that of Holdfast.Notifications.NotificationOptions already",
            Assert.Throws<InvalidOperationException>(() => services.AddSection<ToolOptions>(Empty, "weather")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_tool_has_the_name_that_it_was_added_under()
    {
        using var services = new ServiceCollection().AddTool<Named>("other").BuildServiceProvider();
        Assert.Contains("was added as 'other' and calls itself 'named'", Assert.Throws<InvalidOperationException>(() => services.GetServices<IAgentTool>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_channel_has_its_name_and_a_way_to_tell()
    {
        using var named = new ServiceCollection().AddNotificationChannel<Silent>("other").BuildServiceProvider();
        Assert.Contains("was added as 'other' and calls itself 'silent'", Assert.Throws<InvalidOperationException>(() => named.GetServices<INotificationChannel>()).Message, StringComparison.Ordinal);
        using var silent = new ServiceCollection().AddNotificationChannel<Silent>("silent").BuildServiceProvider();
        Assert.Contains("neither sends (ISendingChannel) nor plans", Assert.Throws<InvalidOperationException>(() => silent.GetServices<INotificationChannel>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_has_the_prefix_that_it_was_added_under()
    {
        using var services = new ServiceCollection().AddToolSource<Hub>("other_").BuildServiceProvider();
        Assert.Contains("was added for tools that begin with 'other_', and says 'hub_'", Assert.Throws<InvalidOperationException>(() => services.GetServices<IToolSource>()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddToolSource<Hub>(""));
    }

    [Theory]
    [InlineData("hub_push", true)]
    [InlineData("hub_*", true)]
    [InlineData("hub_admin_*", true)]
    [InlineData("nam*", true)]
    [InlineData("*", true)]
    [InlineData("bub_*", false)]
    [InlineData("named*x", false)]
    [InlineData("hub", false)]
    public void A_policy_for_tools_that_are_yet_to_come_is_told_from_a_misspelt_one(string key, bool isKnown)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new($"Tools:Policies:{key}", "Off")]).Build();
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration)
            .AddTools(configuration).AddTool<Named>("named").AddToolSource<Hub>("hub_").BuildServiceProvider();
        Assert.Equal(isKnown ? 0 : 1, services.GetServices<IConfigurationRule>().SelectMany(rule => rule.Problems()).Count());
    }

    private sealed class Hub : IToolSource
    {
        public string Prefix => "hub_";

        public ValueTask<IReadOnlyList<IAgentTool>> GetToolsAsync(AgentTurn turn, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class Named : IAgentTool
    {
        public string Name => "named";

        public string Description => "";

        public JsonElement Parameters => default;

        public ToolPolicy DefaultPolicy => ToolPolicy.Auto;

        public ToolReview Review(JsonElement arguments) => new ToolReview.Accepted("");

        public ValueTask<ToolResult> RunAsync(ToolCall call, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class Silent : INotificationChannel
    {
        public string Name => "silent";
    }
}
