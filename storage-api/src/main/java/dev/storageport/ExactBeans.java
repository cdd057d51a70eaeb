// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.std.BeanSerializerBase;
import java.util.List;

/** Looks at what members of open types hold, and refuses the JDK's classes that Jackson takes for beans because they have getters. */
final class ExactBeans extends BeanSerializerModifier {

    private static final long serialVersionUID = 1L;

    @Override
    public List<BeanPropertyWriter> changeProperties(
            SerializationConfig config, BeanDescription description, List<BeanPropertyWriter> members) {
        members.replaceAll(member -> isMappedByTheApplication(config, member) ? member : exact(member));
        return members;
    }

    /** Where the application says how a member is mapped, it says how it is read too. */
    @SuppressWarnings(
            "NullAway") // the parameter, by which no mapper of Jackson tells types apart, is documented as ignored
    private static boolean isMappedByTheApplication(SerializationConfig config, BeanPropertyWriter member) {
        return config.getDefaultTyper(member.getType()) != null
                || member.getTypeSerializer() != null
                || member.hasSerializer()
                || member.getAnnotation(JsonTypeInfo.class) != null
                || member.getAnnotation(JsonSerialize.class) != null
                || member.getAnnotation(JsonDeserialize.class) != null;
    }

    private static BeanPropertyWriter exact(BeanPropertyWriter member) {
        if (OpenTypes.isOptional(member.getType())) {
            member.assignNullSerializer(new ExactTypes.Refusing(OpenTypes.NULL_OPTIONAL));
        }
        return OpenTypes.isOpen(member.getType()) ? new OpenMember(member) : member;
    }

    @Override
    public JsonSerializer<?> modifySerializer(
            SerializationConfig config, BeanDescription description, JsonSerializer<?> serializer) {
        Class<?> type = description.getBeanClass();
        return serializer instanceof BeanSerializerBase && ExactTypes.isOfTheJdk(type)
                ? new ExactTypes.Refusing(ExactTypes.unreadable(type))
                : serializer;
    }

    /** Writes a member after a look at its value. */
    private static final class OpenMember extends BeanPropertyWriter {

        private static final long serialVersionUID = 1L;

        OpenMember(BeanPropertyWriter member) {
            super(member);
        }

        private OpenMember(OpenMember member, PropertyName name) {
            super(member, name);
        }

        @Override
        protected BeanPropertyWriter _new(PropertyName name) {
            return new OpenMember(this, name);
        }

        @Override
        public void serializeAsField(Object bean, JsonGenerator out, SerializerProvider provider) throws Exception {
            JavaType declared = getType();
            OpenTypes.check(declared, get(bean));
            super.serializeAsField(bean, out, provider);
        }

        @Override
        public void serializeAsElement(Object bean, JsonGenerator out, SerializerProvider provider) throws Exception {
            OpenTypes.check(getType(), get(bean));
            super.serializeAsElement(bean, out, provider);
        }
    }
}
