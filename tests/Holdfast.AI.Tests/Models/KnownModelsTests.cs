using Holdfast.AI.Models;

namespace Holdfast.AI.Tests.Models;

[Trait("Req", "AS-12")]
public sealed class KnownModelsTests
{
    [Theory]
    [InlineData(ModelProvider.OpenAI, "gpt-4.1-mini", false, true)]
    [InlineData(ModelProvider.OpenAI, "openai/gpt-4o", false, true)]
    [InlineData(ModelProvider.OpenAI, "o4-mini", true, false)]
    [InlineData(ModelProvider.OpenAI, "gpt-5.2", true, false)]
    [InlineData(ModelProvider.OpenAI, "gpt-5-chat-latest", false, false)]
    [InlineData(ModelProvider.OpenAI, "openai/gpt-oss-120b", true, false)]
    [InlineData(ModelProvider.OpenAI, "llama-3.3-70b", false, false)]
    [InlineData(ModelProvider.OpenAI, "foo-o1", false, false)]
    [InlineData(ModelProvider.Anthropic, "claude-opus-4-20250514", false, false)]
    [InlineData(ModelProvider.Anthropic, "claude-opus-4-5-20251101", true, false)]
    [InlineData(ModelProvider.Anthropic, "claude-haiku-4-5-20251001", false, false)]
    [InlineData(ModelProvider.Anthropic, "claude-sonnet-4-6", true, false)]
    [InlineData(ModelProvider.Anthropic, "anthropic/claude-sonnet-4.6", true, false)]
    [InlineData(ModelProvider.Anthropic, "claude-opus-5", true, false)]
    [InlineData(ModelProvider.Anthropic, "claude-3-5-sonnet-20241022", false, false)]
    [InlineData(ModelProvider.Anthropic, "claude-test", false, false)]
    public void What_a_model_takes_is_known_by_its_name(ModelProvider provider, string model, bool effort, bool temperature) =>
        Assert.Equal((effort, temperature), (KnownModels.TakesEffort(provider, model), KnownModels.TakesTemperature(provider, model)));
}
