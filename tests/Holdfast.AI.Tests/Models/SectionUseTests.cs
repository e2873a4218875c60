using Holdfast.AI.Models;
using Microsoft.Extensions.Configuration;

namespace Holdfast.AI.Tests.Models;

/// <summary>Whose a model is that has no name of its own in the configuration.</summary>
public sealed class SectionUseTests
{
    [Theory]
    [Trait("Req", "AS-6")]
    [InlineData("claude-sonnet-4-5", "key", ModelProvider.Anthropic)]
    [InlineData("Claude-9", "key", ModelProvider.Anthropic)]
    [InlineData("claude-sonnet-4-5", "", ModelProvider.OpenAI)]
    [InlineData("gpt-4.1-mini", "key", ModelProvider.OpenAI)]
    [InlineData("anthropic/claude-sonnet-4-5", "key", ModelProvider.OpenAI)]
    public void Whose_a_model_is_is_seen_by_its_name_and_the_key(string model, string key, ModelProvider provider)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Anthropic:ApiKey", key), new("Agent:Model", model)]).Build();
        Assert.Equal(provider, SectionUse.ProviderOf(configuration, model));
        Assert.Equal([provider == ModelProvider.OpenAI, provider == ModelProvider.Anthropic], new[] { ModelProvider.OpenAI, ModelProvider.Anthropic }.Select(one => SectionUse.IsUsed(configuration, one)));
    }
}
