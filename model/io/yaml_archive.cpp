#include "model/io/yaml_archive.h"

#include <cstdint>

namespace shelf {

namespace {

class Packer {
public:
    explicit Packer(std::string& bytes) : m_bytes(bytes) { }

    void node(const YamlNode& node)
    {
        number(static_cast<uint64_t>(node.type) * 2 + (node.quoted ? 1 : 0));
        mark(node.mark);
        if (node.isScalar())
            text(node.text);
        if (!node.isMap() && !node.isSequence())
            return;
        number(node.items.size());
        for (size_t i = 0; i < node.items.size(); ++i) {
            if (node.isMap()) {
                text(node.keys[i].text);
                number(node.keys[i].quoted ? 1 : 0);
                mark(node.keys[i].mark);
            }
            this->node(node.items[i]);
        }
    }

private:
    void number(uint64_t value)
    {
        for (; value >= 0x80; value >>= 7)
            m_bytes.push_back(static_cast<char>(0x80 | (value & 0x7F)));
        m_bytes.push_back(static_cast<char>(value));
    }
    void mark(YamlMark mark)
    {
        number(static_cast<uint64_t>(mark.line));
        number(static_cast<uint64_t>(mark.column));
    }
    void text(const std::string& text)
    {
        number(text.size());
        m_bytes += text;
    }

    std::string& m_bytes;
};

class Unpacker {
public:
    Unpacker(const std::string& bytes, size_t at) : m_bytes(bytes), m_at(at) { }

    YamlNode node()
    {
        YamlNode node;
        const uint64_t head = number();
        node.type = static_cast<YamlNode::Type>(head / 2);
        node.quoted = head % 2 != 0;
        node.mark = mark();
        if (node.isScalar())
            node.text = text();
        if (!node.isMap() && !node.isSequence())
            return node;
        const uint64_t count = number();
        node.items.reserve(count);
        if (node.isMap())
            node.keys.reserve(count);
        for (uint64_t i = 0; i < count; ++i) {
            if (node.isMap()) {
                YamlKey key;
                key.text = text();
                key.quoted = number() != 0;
                key.mark = mark();
                node.keys.push_back(std::move(key));
            }
            node.items.push_back(this->node());
        }
        return node;
    }

private:
    uint64_t number()
    {
        uint64_t value = 0;
        for (int shift = 0;; shift += 7) {
            const auto byte = static_cast<unsigned char>(m_bytes[m_at++]);
            value |= static_cast<uint64_t>(byte & 0x7F) << shift;
            if (byte < 0x80)
                return value;
        }
    }
    YamlMark mark()
    {
        YamlMark mark;
        mark.line = static_cast<int>(number());
        mark.column = static_cast<int>(number());
        return mark;
    }
    std::string text()
    {
        const size_t length = number();
        std::string text = m_bytes.substr(m_at, length);
        m_at += length;
        return text;
    }

    const std::string& m_bytes;
    size_t m_at;
};

} // namespace

size_t YamlArchive::add(const YamlNode& node)
{
    const size_t place = m_bytes.size();
    Packer(m_bytes).node(node);
    return place;
}

YamlNode YamlArchive::at(size_t place) const
{
    return Unpacker(m_bytes, place).node();
}

} // namespace shelf
