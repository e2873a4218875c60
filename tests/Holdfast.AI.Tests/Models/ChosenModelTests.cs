using Holdfast.AI.Models;
using Holdfast.Agents;
using Holdfast.Composition;
using Holdfast.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Holdfast.AI.Tests.Models;

/// <summary>Who chooses the model of an answer.</summary>
[Trait("Req", "AS-12")]
public sealed class ChosenModelTests
{
    [Theory]
    [InlineData("C1", "", "", "usual backup")]
    [InlineData("C1", "fast", "", "fast usual backup")]
    [InlineData("C1", "", "fast", "fast usual backup")]
    [InlineData("C1", "clever", "fast", "clever usual backup")]
    [InlineData("C1", "backup", "", "backup usual")]
    [InlineData("C1", "forbidden", "", "usual backup")]
    [InlineData("C1", "forbidden", "fast", "fast usual backup")]
    [InlineData("C1", "gone", "", "usual backup")]
    [InlineData("C1", "house", "", "house")]
    [InlineData("C2", "fast", "", "fast clever backup")]
    [InlineData("C3", "fast", "clever", "house")]
    public void The_person_goes_before_the_channel_and_the_channel_before_the_operators_default(string channel, string own, string ofChannel, string asked)
    {
        var models = Configured("usual", "fast", "clever", "backup", "house");
        var line = models.For(channel, new TurnSettings { Model = own, ChannelModel = ofChannel }).Select(model => model.Name);
        Assert.Equal(asked, string.Join(' ', line));
    }

    [Fact]
    public void Offered_are_those_that_are_asked_anyway_until_the_operator_says_otherwise()
    {
        Assert.Equal(["usual", "backup", "clever", "house"], Configured().Offered.Select(model => model.Name));
        Assert.Equal(["fast"], Configured("fast").Offered.Select(model => model.Name));
    }

    private static ConfiguredModels Configured(params string[] offered)
    {
        var agent = new AgentOptions { Model = "usual", Fallbacks = ["backup"] };
        agent.ChannelModels["C2"] = "clever";
        agent.ChannelModels["C3"] = "house";
        var named = new NamedOptions<ModelOptions>();
        foreach (var name in (string[])["usual", "fast", "clever", "backup", "forbidden", "house"])
            named.All[name] = new ModelOptions { Replaceable = name != "house" };
        return new ConfiguredModels(Options.Create(agent), Options.Create(named), Options.Create(new SettingsOptions { Models = [.. offered] }), new ConfigurationBuilder().Build());
    }
}
